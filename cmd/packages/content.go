package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// content holds the files and names that go into a package.
type content struct {
	source
	program
	lerr, authorities []byte
	copyright         []byte
	deploy            map[string][]byte // files of cmd/lerr/deploy by name
}

// collect reads everything that goes into a package.
func collect(s source, p program) (c content, err error) {
	c = content{source: s, program: p, deploy: map[string][]byte{}}
	if c.lerr, err = os.ReadFile(s.binary); err != nil {
		return c, err
	}
	if c.authorities, err = os.ReadFile(s.certificates); err != nil {
		return c, fmt.Errorf("%w; install Debian's ca-certificates, or name another file by -certificates", err)
	}
	if c.copyright, err = copyright(s.root, p); err != nil {
		return c, err
	}
	deploy := os.DirFS(filepath.Join(s.root, "cmd/lerr/deploy"))
	names, err := fs.Glob(deploy, "*")
	if err != nil || len(names) == 0 {
		return c, fmt.Errorf("%s/cmd/lerr/deploy has no files: %v; run this where the repository is", s.root, err)
	}
	for _, name := range names {
		if c.deploy[name], err = fs.ReadFile(deploy, name); err != nil {
			return c, err
		}
	}
	return c, nil
}
