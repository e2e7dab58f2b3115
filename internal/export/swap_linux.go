package export

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// swap replaces a directory with a finished one: the two exchange names in one step.
func swap(finished, dir string) error {
	if err := os.Chmod(finished, 0o755); err != nil {
		return err
	}
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return os.Rename(finished, dir)
	}
	err := unix.Renameat2(unix.AT_FDCWD, finished, unix.AT_FDCWD, dir, unix.RENAME_EXCHANGE)
	if errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOSYS) {
		return swapInTwo(finished, dir)
	}
	return err
}

// syncFiles waits until the written files are on the disk, so that they are complete after a power
// failure.
func syncFiles(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return unix.Syncfs(int(d.Fd()))
}
