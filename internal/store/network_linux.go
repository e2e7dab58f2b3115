package store

import "golang.org/x/sys/unix"

// NetworkFileSystem returns the name of the network file system that a file is on, or "".
func NetworkFileSystem(path string) string {
	var s unix.Statfs_t
	if err := unix.Statfs(path, &s); err != nil {
		return ""
	}
	return networkFileSystems[uint32(s.Type)]
}
