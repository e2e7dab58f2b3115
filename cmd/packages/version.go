package main

import (
	"regexp"
	"strings"
	"time"
)

var (
	numbered  = regexp.MustCompile(`^v?(\d+\..*)$`)
	notDebian = regexp.MustCompile(`[^A-Za-z0-9.+~]+`)
	notTag    = regexp.MustCompile(`[^A-Za-z0-9_.-]+`)
)

// debianVersion returns a version as Debian sorts it: the tag's number and what follows it, or, before there is one, 0~
// and the time of the commit.
func debianVersion(version string, at time.Time) string {
	if m := numbered.FindStringSubmatch(version); m != nil {
		return notDebian.ReplaceAllString(m[1], "+")
	}
	return "0~" + at.UTC().Format("20060102150405") + "." + notDebian.ReplaceAllString(version, "+")
}

// imageTag returns a version as a tag of an image.
func imageTag(version string) string {
	tag := strings.Trim(notTag.ReplaceAllString(version, "-"), "-.")
	return tag[:min(len(tag), 128)]
}
