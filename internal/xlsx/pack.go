package xlsx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"time"
)

// parts collects the parts of a workbook. It is the ZipWriter for excelize, whose own archives have a
// random order and the current time.
type parts map[string]*bytes.Buffer

func (p parts) Create(name string) (io.Writer, error) {
	p[name] = &bytes.Buffer{}
	return p[name], nil
}

func (parts) AddFS(fs.FS) error { return nil }

func (parts) Close() error { return nil }

// partTime is the time of each part of a file: the earliest that the ZIP format can hold.
var partTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// pack writes the parts sorted by name and with a fixed time, so that equal workbooks have equal bytes.
func (p parts) pack(w io.Writer) error {
	var packed bytes.Buffer // so that nothing is written if a part fails
	out := zip.NewWriter(&packed)
	for _, name := range slices.Sorted(maps.Keys(p)) {
		part, err := out.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: partTime})
		if err == nil {
			_, err = part.Write(p[name].Bytes())
		}
		if err != nil {
			return fmt.Errorf("part %s: %w", name, err)
		}
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("close the parts: %w", err)
	}
	_, err := packed.WriteTo(w)
	return err
}
