package workbook

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

// filter is what puts filter buttons on a table. Excelize gives every table one.
var filter = regexp.MustCompile(`<autoFilter [^>]*?(?:/>|>.*?</autoFilter>)`)

// partTime is what each part of a file is dated; the zip format begins with 1980.
var partTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// pack writes the file's parts anew, in the order of their names and with one fixed time, so that
// the same workbook is always the same bytes. Tables lose their filters on the way.
func pack(w io.Writer, raw []byte) error {
	in, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return fmt.Errorf("open the parts: %w", err)
	}
	parts := slices.Clone(in.File)
	slices.SortFunc(parts, func(a, b *zip.File) int { return cmp.Compare(a.Name, b.Name) })
	// The whole file is made before any of it is sent.
	var packed bytes.Buffer
	out := zip.NewWriter(&packed)
	for _, p := range parts {
		if err := packPart(out, p); err != nil {
			return fmt.Errorf("part %s: %w", p.Name, err)
		}
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("close the parts: %w", err)
	}
	if _, err := packed.WriteTo(w); err != nil {
		return fmt.Errorf("send: %w", err)
	}
	return nil
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
