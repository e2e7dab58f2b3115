package workbook

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

// archive is the zip file that a workbook is, after its parts were found to be few, small and
// plainly named. Nothing is ever unpacked onto a disk.
type archive struct {
	parts  []*zip.File
	byName map[string]*zip.File // in lower case: the standard compares names so
}

// openArchive unpacks every part once, counting bytes as they come: what a part says of its own size
// is not believed.
func openArchive(ctx context.Context, content []byte) (*archive, error) {
	// A reader allocates memory for each entry, so they are counted before there is one.
	if n := bytes.Count(content, []byte("PK\x01\x02")); n > maxParts {
		return nil, refuse(CodeLimits, "The file holds %d parts, want at most %d. It is no workbook that a spreadsheet program would write.", n, maxParts)
	}
	in, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, refuse(CodeDamaged, "The file is cut off or damaged: its list of parts cannot be read. Save it again in a spreadsheet program and upload that.")
	}
	a := &archive{byName: map[string]*zip.File{}}
	unpacked := int64(0)
	for _, f := range in.File {
		if err := plain(f); err != nil {
			return nil, err
		}
		key := strings.ToLower(f.Name)
		if a.byName[key] != nil {
			return nil, refuse(CodeDamaged, "The part %s is in the file twice, so that two programs could read two different files. Save it again in a spreadsheet program and upload that.", f.Name)
		}
		a.byName[key] = f
		if strings.HasSuffix(f.Name, "/") {
			continue // a folder
		}
		a.parts = append(a.parts, f)
		n, err := measure(ctx, f, maxUnpacked-unpacked)
		if err != nil {
			return nil, err
		}
		unpacked += n
	}
	return a, nil
}

// plain refuses names and kinds of entries that a workbook has no use for.
func plain(f *zip.File) error {
	name := strings.TrimSuffix(f.Name, "/")
	switch {
	case !f.Mode().IsRegular() && !f.Mode().IsDir():
		return refuse(CodeForbidden, "The entry %q of the file is a link, not a part of a workbook. Save the file again in a spreadsheet program and upload that.", f.Name)
	case f.Flags&1 != 0:
		return refuse(CodeProtected, "The part %q is protected by a password. Remove the password, save the file and upload that.", f.Name)
	case name == "" || !utf8.ValidString(name) || strings.ContainsAny(name, `\:`) || strings.ContainsFunc(name, unicode.IsControl) ||
		path.IsAbs(name) || path.Clean(name) != name || name == ".." || strings.HasPrefix(name, "../"):
		return refuse(CodeForbidden, "The entry %q of the file has a name that no workbook's part has. Save the file again in a spreadsheet program and upload that.", f.Name)
	}
	return nil
}

// measure unpacks a part and counts its bytes. left is how many all parts may still have.
func measure(ctx context.Context, f *zip.File, left int64) (int64, error) {
	r, err := f.Open()
	if err != nil {
		return 0, damagedPart(f.Name)
	}
	defer r.Close() // it was read to its end, or is given up
	n := int64(0)
	chunk := make([]byte, 64<<10)
	for {
		m, err := r.Read(chunk)
		n += int64(m)
		switch {
		case n > maxPart || n > left:
			return 0, refuse(CodeLimits, "The file unpacks to more than %d MB (at part %s). Remove pictures and sheets that the report does not need.",
				min(maxPart, maxUnpacked)>>20, f.Name)
		case n > ratioFrom && uint64(n) > maxRatio*f.CompressedSize64:
			return 0, refuse(CodeLimits, "The part %s is packed more than %d times smaller than it is, as no workbook of the report would be. Copy the figures into a new workbook and upload that.", f.Name, maxRatio)
		case errors.Is(err, io.EOF):
			return n, nil
		case err != nil:
			return 0, damagedPart(f.Name)
		case ctx.Err() != nil:
			return 0, ctx.Err()
		}
	}
}

// part opens a part by name.
func (a *archive) part(name string) (io.ReadCloser, error) {
	f := a.byName[strings.ToLower(name)]
	if f == nil {
		return nil, refuse(CodeDamaged, "The part %s is missing from the file. Save it again in a spreadsheet program and upload that.", name)
	}
	r, err := f.Open()
	if err != nil {
		return nil, damagedPart(name)
	}
	return r, nil
}

func damagedPart(name string) error {
	return refuse(CodeDamaged, "The part %s is cut off or damaged. Save the file again in a spreadsheet program and upload that.", name)
}
