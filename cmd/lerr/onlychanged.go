package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"lerr/internal/urls"
)

// changedList is a file with the addresses that an export has changed, for the purge of a CDN. It is written in two
// steps, so that a full disk or a folder that cannot be written ends the export before anything has changed.
type changedList struct {
	path string
	base string
	file *os.File // beside path, until the list is complete
}

// openChangedList begins the list of an export to dir. The list must be outside, where the site does not show it.
func openChangedList(path, dir, base string) (*changedList, error) {
	inside, err := isInside(path, dir)
	if err != nil {
		return nil, err
	}
	if inside {
		return nil, usageError{fmt.Errorf("--only-changed %s is in the export, where everybody could read it; name a file elsewhere", path)}
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return nil, usageError{fmt.Errorf("--only-changed %s is not a file", path)}
	}
	unfinished := path + ".new"
	_ = os.Remove(unfinished) // of an export that was killed
	file, err := os.OpenFile(unfinished, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, fmt.Errorf("write the list of what changed: %w", err)
	}
	return &changedList{path, base, file}, nil
}

// isInside reports whether a file is, or would be, in a directory or in one below it.
func isInside(path, dir string) (bool, error) {
	resolve := func(path string) (string, error) {
		path, err := filepath.Abs(path)
		if err != nil {
			return "", err
		}
		if target, err := filepath.EvalSymlinks(path); err == nil {
			return target, nil
		}
		folder, err := filepath.EvalSymlinks(filepath.Dir(path))
		if err != nil {
			return path, nil // that folder is not there yet
		}
		return filepath.Join(folder, filepath.Base(path)), nil
	}
	file, err := resolve(path)
	if err != nil {
		return false, err
	}
	if dir, err = resolve(dir); err != nil {
		return false, err
	}
	relative, err := filepath.Rel(dir, file)
	return err == nil && relative != ".." && !strings.HasPrefix(relative, ".."+string(filepath.Separator)), nil
}

// prepare writes the addresses, absolute if the site knows its own, one a line.
func (l *changedList) prepare(addresses []string) error {
	var b strings.Builder
	for _, address := range addresses {
		b.WriteString(urls.Absolute(l.base, address) + "\n")
	}
	_, err := l.file.WriteString(b.String())
	if err := errors.Join(err, l.file.Sync()); err != nil {
		return fmt.Errorf("write the list of what changed: %w", err)
	}
	return nil
}

// finish gives the list its name.
func (l *changedList) finish() error {
	if err := errors.Join(l.file.Close(), os.Rename(l.file.Name(), l.path)); err != nil {
		return fmt.Errorf("the export is there, but not the list of what changed; purge everything: %w", err)
	}
	return nil
}

// abandon removes an unfinished list.
func (l *changedList) abandon() {
	_ = l.file.Close()
	_ = os.Remove(l.file.Name())
}
