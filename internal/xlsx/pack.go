package xlsx

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"
)

// filter matches the filter buttons that excelize gives every table.
var filter = regexp.MustCompile(`<autoFilter [^>]*?(?:/>|>.*?</autoFilter>)`)

// partTime is the time of each part of a file: the earliest that the ZIP format can hold.
var partTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// pack writes the parts of a workbook sorted by name and with a fixed time, so that equal workbooks
// have equal bytes. It removes the filter buttons of tables.
func pack(w io.Writer, raw []byte) error {
	in, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return fmt.Errorf("open the parts: %w", err)
	}
	parts := slices.Clone(in.File)
	slices.SortFunc(parts, func(a, b *zip.File) int { return cmp.Compare(a.Name, b.Name) })
	var packed bytes.Buffer // so that nothing is written if a part fails
	out := zip.NewWriter(&packed)
	for _, p := range parts {
		if err := packPart(out, p); err != nil {
			return fmt.Errorf("part %s: %w", p.Name, err)
		}
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("close the parts: %w", err)
	}
	_, err = packed.WriteTo(w)
	return err
}

func packPart(out *zip.Writer, p *zip.File) error {
	r, err := p.Open()
	if err != nil {
		return err
	}
	content, err := io.ReadAll(r)
	if err := cmp.Or(err, r.Close()); err != nil {
		return err
	}
	if strings.HasPrefix(p.Name, "xl/tables/") {
		content = filter.ReplaceAll(content, nil)
	}
	part, err := out.CreateHeader(&zip.FileHeader{Name: p.Name, Method: zip.Deflate, Modified: partTime})
	if err != nil {
		return err
	}
	_, err = part.Write(content)
	return err
}
