// What pages with pictures need besides the site's own script.
