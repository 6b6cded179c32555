SELECT * FROM winners WHERE deleted IS NOT TRUE
