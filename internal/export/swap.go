package export

import (
	"errors"
	"os"
)

// swapInTwo puts a finished tree in the place of a directory where the file system cannot do it in
// one step. Between the two there is no directory for a moment, but never half of one.
func swapInTwo(finished, dir string) error {
	aside := finished + ".old"
	if err := os.Rename(dir, aside); err != nil {
		return err
	}
	if err := os.Rename(finished, dir); err != nil {
		return errors.Join(err, os.Rename(aside, dir))
	}
	return os.RemoveAll(aside)
}
