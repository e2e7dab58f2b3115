package workbook

import (
	"bytes"
	"path"
	"strings"
)

// maxFile is the size of the largest file that is read, in bytes.
const maxFile = 10 << 20

const (
	zipMagic = "PK\x03\x04"
	oleMagic = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
	// encryptedName is the name of the stream of an encrypted workbook, in UTF-16.
	encryptedName = "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"
)

// magics lists the beginnings of files that people upload by mistake.
var magics = []struct{ prefix, what string }{
	{zipMagic, "a workbook or another zip file"},
	{"\x89PNG", "a PNG image"},
	{"\xFF\xD8\xFF", "a JPEG image"},
	{"GIF8", "a GIF image"},
	{"%PDF", "a PDF document"},
	{"{\\rtf", "a text document (RTF)"},
	{"\x1F\x8B", "a gzip file"},
	{"7z\xBC\xAF", "a 7-Zip file"},
	{"<!DOCTYPE", "a web page"},
	{"<!doctype", "a web page"},
	{"<html", "a web page"},
	{"<?xml", "an XML file"},
}

// otherTypes lists the spreadsheets that are not read, by extension, and what to do with them.
var otherTypes = map[string]string{
	".xls":  "an old workbook (.xls). Save it as .xlsx and upload that.",
	".xlsm": "a workbook that can hold macros (.xlsm). Save it as .xlsx, which cannot, and upload that.",
	".xlsb": "a binary workbook (.xlsb). Save it as .xlsx and upload that.",
	".xltx": "a template (.xltx). Save it as .xlsx and upload that.",
	".xltm": "a template that can hold macros (.xltm). Save it as .xlsx and upload that.",
	".ods":  "an OpenDocument spreadsheet (.ods). Save it as .xlsx and upload that.",
	".tsv":  "a text file with tabs (.tsv). Save it as .csv and upload that.",
}

// detect reports whether a file is CSV rather than a workbook, by its extension and its first bytes,
// which must agree.
func detect(name string, content []byte) (isCSV bool, err error) {
	refuse := func(k problemKind, args ...any) (bool, error) { return false, fileError(k.at("", "", args...)) }
	extension := strings.ToLower(path.Ext(name))
	switch {
	case len(content) == 0:
		return refuse(emptyFile)
	case len(content) > maxFile:
		return refuse(tooLarge, float64(len(content))/(1<<20), maxFile>>20)
	case bytes.HasPrefix(content, []byte(oleMagic)):
		if bytes.Contains(content, []byte(encryptedName)) {
			return refuse(passwordProtected)
		}
		return refuse(otherType, otherTypes[".xls"])
	case otherTypes[extension] != "":
		return refuse(otherType, otherTypes[extension])
	case extension != ".xlsx" && extension != ".csv":
		return refuse(otherExtension, extension)
	case extension == ".xlsx" && bytes.HasPrefix(content, []byte(zipMagic)):
		return false, nil
	}
	for _, m := range magics {
		if bytes.HasPrefix(content, []byte(m.prefix)) {
			return refuse(otherContent, extension, m.what)
		}
	}
	if extension == ".xlsx" {
		return refuse(notZip)
	}
	return true, nil
}
