"""The typed API: what pages show and do, for programs, under the same rights."""
