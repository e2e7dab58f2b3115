package export

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// manifestFile is the file that distinguishes an exported directory from others.
const manifestFile = "_lerr.json"

var (
	// ErrNotOurs reports a directory with other files and no list of exported ones.
	ErrNotOurs = errors.New("this directory is not empty and not an export of lerr; give an empty or a new one")
	// ErrNoManifest reports an export that does not tell which files belong to it: an early version of
	// lerr wrote it, or its list is damaged.
	ErrNoManifest = errors.New("this export has no list of its files in " + manifestFile + ", so nobody can tell them from others; export to a new directory")
	// ErrInTheWay reports a file that no export wrote, under a name that the site needs.
	ErrInTheWay = errors.New("lerr export did not write this file, and the site has one of its name; move it away")
)

// manifest lists the files that an export wrote, with slashes, in the order of their names, and its pages with what
// they are made of. Versions of lerr before there were pages read and write the files alone.
type manifest struct {
	WrittenBy string   `json:"writtenBy"`
	Files     []string `json:"files"`
	Program   string   `json:"program,omitempty"` // the digest of the program that made the pages
	Nginx     string   `json:"nginx,omitempty"`   // SHA-256 of the file of headers, in hexadecimal; empty without one
	// SHA256 is that of program, nginx and pages, in hexadecimal. Pages that somebody has changed are none.
	SHA256 string          `json:"sha256,omitempty"`
	Listed json.RawMessage `json:"pages,omitempty"` // the pages, in the order of their addresses

	pages []page
}

// sum returns the SHA-256 of what pages and their files are known by.
func (m manifest) sum() string {
	return hash(slices.Concat([]byte(m.Program+"\n"+m.Nginx+"\n"), m.Listed))
}

// byAddress returns the pages by their addresses. It leaves out those whose file no page of the address could have.
func (m manifest) byAddress() map[string]page {
	pages := map[string]page{}
	for _, p := range m.pages {
		if p.Name == Name(p.Address, "text/html") || p.Name == Name(p.Address, "") {
			pages[p.Address] = p
		}
	}
	return pages
}

// addresses returns the addresses of all pages, as the names of their files tell them where there are no pages.
func (m manifest) addresses() (list []string) {
	for _, p := range m.pages {
		list = append(list, p.Address)
	}
	if len(m.pages) > 0 {
		return list
	}
	for _, name := range m.Files {
		switch ext := path.Ext(name); {
		case name == manifestFile, name == nginxFile, ext == ".gz", ext == ".br":
		case path.Base(name) == "index.html":
			list = append(list, strings.TrimSuffix("/"+strings.TrimSuffix(path.Dir(name), "."), "."))
		default:
			list = append(list, "/"+name)
		}
	}
	return list
}

func (m manifest) encode() ([]byte, error) {
	var err error
	if m.Listed, err = json.Marshal(m.pages); err != nil {
		return nil, err
	}
	m.SHA256 = m.sum()
	b, err := json.Marshal(m)
	return append(b, '\n'), err
}

// readManifest returns the manifest of an exported directory; an empty one if the directory is empty or missing.
func readManifest(dir string) (m manifest, err error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) || (err == nil && len(entries) == 0) {
		return m, nil
	}
	if err != nil {
		return m, err
	}
	b, err := os.ReadFile(filepath.Join(dir, manifestFile))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		err = fmt.Errorf("%s: %w", dir, ErrNotOurs)
	case err == nil && (json.Unmarshal(b, &m) != nil || len(m.Files) == 0):
		err = fmt.Errorf("%s: %w", dir, ErrNoManifest)
	case err == nil && (m.sum() != m.SHA256 || json.Unmarshal(m.Listed, &m.pages) != nil):
		m.Program, m.pages = "", nil
	}
	return m, err
}

// keepOthers links into another directory what the manifest of the first does not list. Links, not
// moves: if the program is killed, the first directory still has everything.
func keepOthers(from, to string, m manifest) error {
	ours := map[string]bool{".": true}
	for _, name := range m.Files {
		for ; !ours[name]; name = path.Dir(name) {
			ours[name] = true
		}
	}
	return filepath.WalkDir(from, func(file string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && file == from { // the first export
			return nil
		}
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, file)
		if err != nil || ours[filepath.ToSlash(name)] {
			return err
		}
		if d.IsDir() {
			err = keepDirectory(d, filepath.Join(to, name))
		} else {
			err = keepFile(file, d, filepath.Join(to, name))
		}
		if errors.Is(err, fs.ErrExist) || errors.Is(err, syscall.ENOTDIR) {
			err = fmt.Errorf("%s: %w", file, ErrInTheWay)
		}
		return err
	})
}

// keepDirectory makes a directory with another's mode, unless the site has it.
func keepDirectory(d fs.DirEntry, to string) error {
	info, err := d.Info()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	return os.Chmod(to, info.Mode().Perm()|0o700) // its files are still to come
}

// keepFile links a file or a symbolic link, or copies a file where there are no hard links.
func keepFile(from string, d fs.DirEntry, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	failed := os.Link(from, to)
	if failed == nil || errors.Is(failed, fs.ErrExist) || !d.Type().IsRegular() {
		return failed
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, info.Mode().Perm())
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}
