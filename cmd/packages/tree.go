package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// tree is files with their modes, by path without a slash at its beginning or end.
type tree map[string]node

// node is a file, or a directory if its mode says so.
type node struct {
	mode  fs.FileMode
	owner int // user and group
	body  []byte
}

func file(mode fs.FileMode, body []byte) node { return node{mode: mode, body: body} }

// tar returns the tree as an archive: sorted, every file with one time, and with the directories above each. Their names
// begin with a prefix, which may be empty.
func (t tree) tar(prefix string, at time.Time) ([]byte, error) {
	all := tree{}
	for name, n := range t {
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			if _, ok := all[dir]; !ok {
				all[dir] = node{mode: fs.ModeDir | 0o755}
			}
		}
		all[name] = n
	}
	names := make([]string, 0, len(all))
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	if prefix != "" {
		if err := w.WriteHeader(header(prefix, node{mode: fs.ModeDir | 0o755}, at)); err != nil {
			return nil, err
		}
	}
	for _, name := range names {
		n := all[name]
		if err := w.WriteHeader(header(prefix+name, n, at)); err != nil {
			return nil, err
		}
		if _, err := w.Write(n.body); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return out.Bytes(), err
}

func header(name string, n node, at time.Time) *tar.Header {
	h := &tar.Header{Typeflag: tar.TypeReg, Name: name, Size: int64(len(n.body)), Mode: int64(n.mode.Perm()), Uid: n.owner, Gid: n.owner, ModTime: at, Format: tar.FormatUSTAR}
	if n.mode.IsDir() {
		h.Typeflag, h.Name = tar.TypeDir, strings.TrimSuffix(name, "/")+"/"
	}
	if n.mode&fs.ModeSticky != 0 {
		h.Mode |= 0o1000
	}
	return h
}

// compressed returns bytes in gzip, without a time.
func compressed(body []byte, level int) ([]byte, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, level)
	if err != nil {
		return nil, err
	}
	_, err = w.Write(body)
	err = errors.Join(err, w.Close())
	return out.Bytes(), err
}
