package views

import (
	"flag"
	"html/template"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lerr/static"
)

var galleryPath = flag.String("gallery", "", "write the gallery of examples to this file")

// The gallery is a page for developers with every example, light and dark, under the site's style sheet.
func TestGallery_HoldsEveryExampleLightAndDark(t *testing.T) {
	path := *galleryPath
	if path == "" {
		path = filepath.Join(t.TempDir(), "gallery.html")
	}
	list := examples(t)
	writeGallery(t, path, list)
	html, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		if got := strings.Count(string(html), template.HTMLEscapeString(`id="example-`+e.name+`"`)); got != 2 {
			t.Errorf("%s is in the gallery %d times", e.name, got)
		}
	}
}

func writeGallery(t *testing.T, path string, list []example) {
	t.Helper()
	type shown struct {
		Name string
		HTML template.HTML
	}
	page := struct {
		Styles   template.CSS
		Shared   template.HTML // what parts of a page refer to
		Examples []shown
	}{Shared: template.HTML(render(t, patterns()) + render(t, marks()))}
	sheet, ok := static.Find(static.URL("explore.css"))
	if !ok {
		t.Fatal("there is no style sheet")
	}
	page.Styles = template.CSS(sheet.Body)
	for _, e := range list {
		page.Examples = append(page.Examples, shown{e.name, template.HTML(render(t, e.part))})
	}
	layout, err := template.ParseFiles(filepath.Join("testdata", "gallery.html"))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := layout.ExecuteTemplate(&b, "examples", page); err != nil {
		t.Fatal(err)
	}
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := layout.Execute(file, struct{ Page string }{b.String()}); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}
