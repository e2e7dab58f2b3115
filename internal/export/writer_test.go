package export

import (
	"os"
	"path/filepath"
	"testing"
)

// A page has a plain file and its compressed forms; what else a manifest names beside them is not taken into the site.
func TestKeep_TakesThePagesFilesAlone(t *testing.T) {
	root := t.TempDir()
	from, to := filepath.Join(root, "site"), filepath.Join(root, "new")
	for _, name := range []string{"site/a.csv", "site/a.csv.br", "secret"} {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	w := &writer{from: from, to: to}
	if err := w.keep(page{Name: "a.csv", SHA256: map[string]string{"": "1", ".br": "2", "/../../secret": "3"}}); err != nil {
		t.Fatal(err)
	}
	if w.kept != 2 {
		t.Errorf("%d files were kept: %v, want the page and its compressed form", w.kept, w.names)
	}
}
