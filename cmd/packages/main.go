// Command packages makes a package for Debian and a container image of the program, without a daemon and without root.
//
// It is a tool for developers: `make packages` builds the program and runs it. The same program, sources and
// certificates give the same bytes. Start reading at pack.
package main

import (
	"compress/gzip"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	var s source
	flag.StringVar(&s.binary, "lerr", "bin/lerr", "the program, linked statically")
	flag.StringVar(&s.version, "version", "dev", "its version")
	flag.StringVar(&s.certificates, "certificates", "/etc/ssl/certs/ca-certificates.crt", "certificate authorities for the image")
	flag.StringVar(&s.maintainer, "maintainer", "The maintainers of lerr <root@localhost>", "name and address in the Debian package")
	out := flag.String("out", "bin", "directory for the packages")
	flag.Parse()
	s.root, s.compression = ".", gzip.BestCompression
	files, err := pack(s, *out)
	if err != nil {
		fmt.Fprintln(os.Stderr, "packages:", err)
		os.Exit(1)
	}
	for _, file := range files {
		fmt.Println(file)
	}
}

// source says what is packed.
type source struct {
	root         string // of the repository
	binary       string
	version      string // as git describes it
	certificates string
	maintainer   string
	compression  int // level of gzip
}

// pack writes the packages into a directory and returns their names.
func pack(s source, out string) ([]string, error) {
	p, err := inspect(s.binary)
	if err != nil {
		return nil, err
	}
	content, err := collect(s, p)
	if err != nil {
		return nil, err
	}
	version := debianVersion(s.version, p.at)
	deb, err := content.deb(version)
	if err != nil {
		return nil, err
	}
	tag := imageTag(s.version)
	image, err := content.image(tag)
	if err != nil {
		return nil, err
	}
	files := []string{
		filepath.Join(out, fmt.Sprintf("lerr_%s_%s.deb", version, p.arch)),
		filepath.Join(out, fmt.Sprintf("lerr-image_%s_%s.tar", tag, p.arch)),
	}
	for i, body := range [][]byte{deb, image} {
		if err := os.WriteFile(files[i], body, 0o644); err != nil {
			return nil, err
		}
	}
	return files, nil
}
