package store

import (
	"io/fs"

	"golang.org/x/sys/unix"
)

// NetworkFileSystem returns the name of the network file system that a file is on, or "".
func NetworkFileSystem(path string) string {
	var s unix.Statfs_t
	if err := unix.Statfs(path, &s); err != nil {
		return ""
	}
	return networkFileSystems[uint32(s.Type)]
}

// FreeSpace returns the number of bytes that this user can still write on the file system of a directory.
func FreeSpace(dir string) (int64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, &fs.PathError{Op: "statfs", Path: dir, Err: err}
	}
	return int64(s.Bavail) * s.Bsize, nil
}
