package urls

import (
	"net/url"
	"path"
	"regexp"
	"strings"
)

// Absolute returns the public address of a path on the site at base, or the path where base is empty
// or cannot be read.
func Absolute(base, path string) string {
	plain, query, asked := strings.Cut(path, "?")
	joined, err := url.JoinPath(base, plain)
	switch {
	case base == "" || err != nil:
		return path
	case asked:
		return joined + "?" + query
	}
	return joined
}

// loweredPeriod finds periods in a path whose letters were lowered.
var loweredPeriod = regexp.MustCompile(`(^|/)(\d{4})-h(\d)`)

// Canonical returns a path in the case and with the slashes of the addresses that this package builds.
func Canonical(p string) string {
	return loweredPeriod.ReplaceAllString(strings.ToLower(path.Clean("/"+p)), "${1}${2}-H${3}")
}
