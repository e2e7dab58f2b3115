package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"strings"
	"unicode"
)

// unpack lists the parts of the archive and reads each once to count its bytes, because the size that a
// part states cannot be trusted. Nothing is unpacked to disk.
func (b *book) unpack(content []byte) {
	// zip.NewReader allocates memory for each entry, so count them first.
	if n := bytes.Count(content, []byte("PK\x01\x02")); n > maxParts {
		b.refuse(Limits, "The file holds %d parts, want at most %d. No spreadsheet program would write such a workbook.", n, maxParts)
	}
	in, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		b.damaged("The file is cut off or damaged: its list of parts cannot be read.")
	}
	left := int64(maxUnpacked)
	buffer := make([]byte, 64<<10)
	for _, f := range in.File {
		b.checkEntry(f)
		key := strings.ToLower(f.Name)
		if b.byName[key] != nil {
			b.damaged("The part %s is in the file twice, so that two programs could read two different files.", f.Name)
		}
		b.byName[key] = f
		if !strings.HasSuffix(f.Name, "/") { // not a folder
			b.parts = append(b.parts, f)
			left -= b.unpackedSize(f, left, buffer)
		}
	}
}

// checkEntry refuses links, encrypted entries, and names that could leave the archive.
func (b *book) checkEntry(f *zip.File) {
	switch name := strings.TrimSuffix(f.Name, "/"); {
	case !f.Mode().IsRegular() && !f.Mode().IsDir():
		b.refuse(Forbidden, "The entry %q of the file is a link, not a part of a workbook."+saveAgain, f.Name)
	case f.Flags&1 != 0:
		b.refuse(Protected, "The part %q is protected by a password. Remove the password, save the file and upload that.", f.Name)
	case !fs.ValidPath(name) || strings.ContainsAny(name, `\:`) || strings.ContainsFunc(name, unicode.IsControl):
		b.refuse(Forbidden, "The entry %q of the file has a name that no part of a workbook has."+saveAgain, f.Name)
	}
}

// unpackedSize unpacks a part and returns its size. left is the number of bytes that all remaining
// parts may have together.
func (b *book) unpackedSize(f *zip.File, left int64, buffer []byte) int64 {
	b.checkContext()
	r := b.open(f.Name)
	defer r.Close() // reading has succeeded or failed before
	for n := int64(0); ; {
		m, err := r.Read(buffer)
		n += int64(m)
		switch {
		case n > maxPart || n > left:
			b.refuse(Limits, "The file unpacks to more than %d MB (at part %s). Remove pictures and sheets that the report does not need.", maxPart>>20, f.Name)
		case n > ratioFrom && uint64(n) > maxRatio*f.CompressedSize64:
			b.refuse(Limits, "The part %s unpacks to more than %d times its packed size, as no workbook of the report does. Copy the figures into a new workbook and upload that.", f.Name, maxRatio)
		case errors.Is(err, io.EOF):
			return n
		case err != nil:
			b.damaged("The part %s is cut off or damaged.", f.Name)
		}
	}
}

// open opens a part by name, in any case.
func (b *book) open(name string) io.ReadCloser {
	f := b.byName[strings.ToLower(name)]
	if f == nil {
		b.damaged("The part %s is missing from the file.", name)
	}
	r, err := f.Open()
	if err != nil {
		b.damaged("The part %s is cut off or damaged.", name)
	}
	return r
}
