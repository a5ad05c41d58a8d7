"""Review of pull requests and of built sites, for those who answer for them."""
