package export

import (
	"errors"
	"os"
)

// swapInTwo replaces a directory with a finished one on file systems that cannot exchange them in
// one step. Between the two steps the directory is missing, but it is never incomplete.
func swapInTwo(finished, dir string) error {
	old := finished + ".old"
	if err := os.Rename(dir, old); err != nil {
		return err
	}
	if err := os.Rename(finished, dir); err != nil {
		return errors.Join(err, os.Rename(old, dir))
	}
	return os.RemoveAll(old)
}
