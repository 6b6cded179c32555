"""Pages of evidence: what was asked, claimed, tried and weighed, over the functions of the CLI."""
