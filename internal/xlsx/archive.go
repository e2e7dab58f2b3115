package xlsx

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// archive is the ZIP file of a workbook whose parts are few, small and plainly named. It is never
// unpacked to disk.
type archive struct {
	parts  []*zip.File
	byName map[string]*zip.File // by lower-case name: the standard ignores case
}

// openArchive unpacks every part once and counts its bytes, because the size that a part states
// cannot be trusted.
func openArchive(ctx context.Context, content []byte) (*archive, error) {
	// zip.NewReader allocates memory for each entry, so count them first.
	if n := bytes.Count(content, []byte("PK\x01\x02")); n > maxParts {
		return nil, refuse(Limits, "The file holds %d parts, want at most %d. No spreadsheet program would write such a workbook.", n, maxParts)
	}
	in, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, damaged("The file is cut off or damaged: its list of parts cannot be read.")
	}
	a := &archive{byName: map[string]*zip.File{}}
	left := int64(maxUnpacked)
	buffer := make([]byte, 64<<10)
	for _, f := range in.File {
		if err := checkEntry(f); err != nil {
			return nil, err
		}
		key := strings.ToLower(f.Name)
		if a.byName[key] != nil {
			return nil, damaged("The part %s is in the file twice, so that two programs could read two different files.", f.Name)
		}
		a.byName[key] = f
		if strings.HasSuffix(f.Name, "/") {
			continue // a folder
		}
		a.parts = append(a.parts, f)
		n, err := unpackedSize(ctx, f, left, buffer)
		if err != nil {
			return nil, err
		}
		left -= n
	}
	return a, nil
}

// checkEntry refuses links, encrypted entries, and names that could leave the archive.
func checkEntry(f *zip.File) error {
	name := strings.TrimSuffix(f.Name, "/")
	switch {
	case !f.Mode().IsRegular() && !f.Mode().IsDir():
		return refuse(Forbidden, "The entry %q of the file is a link, not a part of a workbook."+saveAgain, f.Name)
	case f.Flags&1 != 0:
		return refuse(Protected, "The part %q is protected by a password. Remove the password, save the file and upload that.", f.Name)
	case name == "" || !utf8.ValidString(name) || strings.ContainsAny(name, `\:`) || strings.ContainsFunc(name, unicode.IsControl) ||
		path.IsAbs(name) || path.Clean(name) != name || name == ".." || strings.HasPrefix(name, "../"):
		return refuse(Forbidden, "The entry %q of the file has a name that no part of a workbook has."+saveAgain, f.Name)
	}
	return nil
}

// unpackedSize unpacks a part and returns its size. left is the number of bytes that all remaining
// parts may have together.
func unpackedSize(ctx context.Context, f *zip.File, left int64, buffer []byte) (int64, error) {
	r, err := f.Open()
	if err != nil {
		return 0, damagedPart(f.Name)
	}
	defer r.Close() // reading has succeeded or failed before
	n := int64(0)
	for {
		m, err := r.Read(buffer)
		n += int64(m)
		switch {
		case n > maxPart || n > left:
			return 0, refuse(Limits, "The file unpacks to more than %d MB (at part %s). Remove pictures and sheets that the report does not need.", maxPart>>20, f.Name)
		case n > ratioFrom && uint64(n) > maxRatio*f.CompressedSize64:
			return 0, refuse(Limits, "The part %s unpacks to more than %d times its packed size, as no workbook of the report does. Copy the figures into a new workbook and upload that.", f.Name, maxRatio)
		case errors.Is(err, io.EOF):
			return n, nil
		case err != nil:
			return 0, damagedPart(f.Name)
		case ctx.Err() != nil:
			return 0, ctx.Err()
		}
	}
}

// open opens a part by name, in any case.
func (a *archive) open(name string) (io.ReadCloser, error) {
	f := a.byName[strings.ToLower(name)]
	if f == nil {
		return nil, damaged("The part %s is missing from the file.", name)
	}
	r, err := f.Open()
	if err != nil {
		return nil, damagedPart(name)
	}
	return r, nil
}

func damagedPart(name string) error { return damaged("The part %s is cut off or damaged.", name) }
