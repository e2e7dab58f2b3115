package main

import (
	"bytes"
	"compress/gzip"
	"crypto/md5"
	"embed"
	"fmt"
	"maps"
	"slices"
	"time"
)

// scripts are the maintainer scripts of the Debian package.
//
//go:embed debian
var scripts embed.FS

// debFiles returns the files that the package installs.
func (c content) debFiles() tree {
	t := tree{
		"usr/bin/lerr":                        file(0o755, c.lerr),
		"usr/share/doc/lerr/copyright":        file(0o644, c.copyright),
		"usr/share/doc/lerr/README.md":        file(0o644, c.deploy["README.md"]),
		"usr/share/doc/lerr/nginx.conf":       file(0o644, c.deploy["nginx.conf"]),
		"etc/default/lerr":                    file(0o644, c.deploy["lerr.default"]),
		"usr/lib/systemd/system/lerr.service": file(0o644, c.deploy["lerr.service"]),
	}
	for _, socket := range []string{"lerr.socket", "lerr-staff.socket"} {
		t["usr/lib/systemd/system/"+socket] = file(0o644, c.deploy[socket])
	}
	return t
}

// changelog returns the one entry that the package has of its history, which is the repository's.
func (c content) changelog(version string) ([]byte, error) {
	entry := fmt.Sprintf("lerr (%s) unstable; urgency=medium\n\n  * Built from %s.\n\n -- %s  %s\n", version, c.version, c.maintainer, c.at.Format(time.RFC1123Z))
	return compressed([]byte(entry), gzip.BestCompression) // as Debian's policy says
}

// deb returns a Debian package: deb(5).
func (c content) deb(version string) ([]byte, error) {
	files := c.debFiles()
	log, err := c.changelog(version)
	if err != nil {
		return nil, err
	}
	files["usr/share/doc/lerr/changelog.gz"] = file(0o644, log)
	control, err := c.debControl(version, files)
	if err != nil {
		return nil, err
	}
	members := []member{{"debian-binary", []byte("2.0\n")}}
	for _, part := range []struct {
		name string
		tree tree
	}{{"control.tar.gz", control}, {"data.tar.gz", files}} {
		archive, err := part.tree.tar("./", c.at)
		if err != nil {
			return nil, err
		}
		archive, err = compressed(archive, c.compression)
		if err != nil {
			return nil, err
		}
		members = append(members, member{part.name, archive})
	}
	return arArchive(members, c.at), nil
}

// debControl returns what describes the package: its fields, the sums of its files, which of them an administrator
// changes, and its scripts.
func (c content) debControl(version string, files tree) (tree, error) {
	var sums bytes.Buffer
	size := 0
	for _, name := range slices.Sorted(maps.Keys(files)) {
		size += len(files[name].body)
		if name != "etc/default/lerr" {
			fmt.Fprintf(&sums, "%x  %s\n", md5.Sum(files[name].body), name)
		}
	}
	fields := fmt.Sprintf(`Package: lerr
Version: %s
Architecture: %s
Maintainer: %s
Installed-Size: %d
Depends: adduser
Recommends: ca-certificates
Section: web
Priority: optional
Description: publishes a law enforcement requests report
 lerr serves the half-yearly page on which a company says how many demands for
 customer data it received from police around the world, and how they ended.
 Staff check, approve and schedule figures on a console of its own.
`, version, c.arch, c.maintainer, (size+1023)/1024)
	t := tree{
		"control":   file(0o644, []byte(fields)),
		"conffiles": file(0o644, []byte("/etc/default/lerr\n")),
		"md5sums":   file(0o644, sums.Bytes()),
	}
	for _, name := range []string{"postinst", "prerm"} {
		script, err := scripts.ReadFile("debian/" + name)
		if err != nil {
			return nil, err
		}
		t[name] = file(0o755, script)
	}
	return t, nil
}
