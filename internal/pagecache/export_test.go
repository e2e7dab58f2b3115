package pagecache

// ParseAvailable is parseAvailable.
var ParseAvailable = parseAvailable
