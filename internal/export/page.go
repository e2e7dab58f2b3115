package export

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"maps"
	"os"
	"path/filepath"
)

// page is a page of an export: its files, and what it is made of.
type page struct {
	Address string            `json:"address"`
	Name    string            `json:"name"`   // of the plain file
	SHA256  map[string]string `json:"sha256"` // of its files in hexadecimal, by what follows the name: "", ".br" or ".gz"
	Headers map[string]string `json:"headers,omitempty"`

	Whole  string `json:"whole,omitempty"`  // Site.Whole
	Digest string `json:"digest,omitempty"` // pagecache.Inputs
	List   string `json:"list,omitempty"`
}

// encodings are the endings of the files of a page: of the plain one and of the compressed forms.
var encodings = []struct{ ending, coding string }{{"", ""}, {".br", "br"}, {".gz", "gzip"}}

// sameAs reports whether readers and caches cannot tell two pages apart.
func (p page) sameAs(other page) bool {
	return p.Name == other.Name && maps.Equal(p.SHA256, other.SHA256) && maps.Equal(p.Headers, other.Headers)
}

// intact reports whether all files of a page in a directory are as they were written.
func (p page) intact(dir string, memory *[]byte) bool {
	for _, e := range encodings {
		if sum := p.SHA256[e.ending]; sum != "" && !intact(filepath.Join(dir, filepath.FromSlash(p.Name)+e.ending), sum, memory) {
			return false
		}
	}
	return p.SHA256[""] != ""
}

// intact reports whether a regular file has a SHA-256, in hexadecimal. It leaves its bytes in memory.
func intact(file, sum string, memory *[]byte) bool {
	info, err := os.Lstat(file)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	f, err := os.Open(file)
	if err != nil {
		return false
	}
	defer f.Close()
	if size := int(info.Size()); cap(*memory) < size {
		*memory = make([]byte, size, 2*size)
	} else {
		*memory = (*memory)[:size]
	}
	if _, err := io.ReadFull(f, *memory); err != nil {
		return false
	}
	return hash(*memory) == sum
}

func hash(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}
