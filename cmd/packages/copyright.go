package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
)

// licence matches the names of files that go with copies of a module.
var licence = regexp.MustCompile(`(?i)^(un)?licen[cs]e|^copying|^notice`)

// copyright returns the licences of everything of others in a program. Most want to go with every copy.
func copyright(root string, p program) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString("The licences of what lerr contains of others follow. They are none for lerr itself: ask its owner.\n")
	dirs, err := moduleDirs(root, p)
	if err != nil {
		return nil, err
	}
	goRoot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	if err := addLicences(&out, "Go "+p.goes, string(bytes.TrimSpace(goRoot))); err != nil {
		return nil, err
	}
	for _, m := range p.modules {
		if err := addLicences(&out, m.Path+" "+m.Version, dirs[m.Path]); err != nil {
			return nil, err
		}
	}
	return out.Bytes(), nil
}

// moduleDirs returns the directory of each module's sources.
func moduleDirs(root string, p program) (map[string]string, error) {
	args := []string{"list", "-m", "-json=Path,Dir"}
	for _, m := range p.modules {
		args = append(args, m.Path)
	}
	command := exec.Command("go", args...)
	command.Dir = root
	out, err := command.Output()
	if failed := (*exec.ExitError)(nil); errors.As(err, &failed) {
		err = fmt.Errorf("go list: %w\n%s", err, failed.Stderr)
	}
	if err != nil {
		return nil, err
	}
	dirs := map[string]string{}
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var m struct{ Path, Dir string }
		if err := decoder.Decode(&m); errors.Is(err, io.EOF) {
			return dirs, nil
		} else if err != nil {
			return nil, err
		}
		dirs[m.Path] = m.Dir
	}
}

// addLicences adds the licences in a directory under a heading. It fails if there is none.
func addLicences(out *bytes.Buffer, heading, dir string) error {
	files, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("%s: %w", heading, err)
	}
	found := false
	for _, f := range files {
		if !licence.MatchString(f.Name()) || f.IsDir() {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "\n---- %s, %s ----\n\n%s\n", heading, f.Name(), bytes.TrimSpace(text))
		found = true
	}
	if !found {
		return fmt.Errorf("%s has no licence in %s: without it no copy may be passed on", heading, dir)
	}
	return nil
}
