"""Page layouts that several ministries' modules share, one module for each generation of a site. Data only."""
