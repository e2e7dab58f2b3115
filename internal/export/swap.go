package export

import (
	"errors"
	"io/fs"
	"os"
)

// swap replaces a directory with a finished one. Where the system can, the two exchange names in one
// step.
func swap(finished, dir string) error {
	if err := os.Chmod(finished, 0o755); err != nil {
		return err
	}
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return os.Rename(finished, dir)
	}
	err := exchange(finished, dir)
	if errors.Is(err, errors.ErrUnsupported) {
		return swapInTwo(finished, dir)
	}
	return err
}

// oldSuffix ends the name of a directory between the steps of swapInTwo.
const oldSuffix = ".old"

// swapInTwo replaces a directory with a finished one on file systems that cannot exchange them in
// one step. Between the two steps the directory is missing, but it is never incomplete.
func swapInTwo(finished, dir string) error {
	old := finished + oldSuffix
	if err := os.Rename(dir, old); err != nil {
		return err
	}
	if err := os.Rename(finished, dir); err != nil {
		return errors.Join(err, os.Rename(old, dir))
	}
	return os.RemoveAll(old)
}
