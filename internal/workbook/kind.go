package workbook

import (
	"bytes"
	"path"
	"strings"
	"unicode/utf16"
)

// format is what a file is read as.
type format int

const (
	formatWorkbook format = iota // .xlsx
	formatCSV
)

const (
	zipMagic = "PK\x03\x04"
	oleMagic = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
	wantType = "Upload a workbook (.xlsx) or a CSV file (.csv)."
)

// magics are the beginnings of files that people upload by mistake.
var magics = []struct{ begins, what string }{
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

// otherTypes are the spreadsheets that are not read, by the end of their name, and what to do.
var otherTypes = map[string]string{
	".xls":  "an old workbook (.xls). Save it as .xlsx and upload that.",
	".xlsm": "a workbook that can hold macros (.xlsm). Save it as .xlsx, which cannot, and upload that.",
	".xlsb": "a binary workbook (.xlsb). Save it as .xlsx and upload that.",
	".xltx": "a template (.xltx). Save it as .xlsx and upload that.",
	".xltm": "a template that can hold macros (.xltm). Save it as .xlsx and upload that.",
	".ods":  "an OpenDocument spreadsheet (.ods). Save it as .xlsx and upload that.",
	".tsv":  "a text file with tabs (.tsv). Save it as .csv and upload that.",
}

// kindOf decides by the file's name and its first bytes, which must agree, how to read it.
func kindOf(name string, content []byte) (format, error) {
	extension := strings.ToLower(path.Ext(name))
	switch {
	case len(content) == 0:
		return 0, refuse(CodeEmptyFile, "The file is empty. Check that it was saved, and upload it again.")
	case len(content) > maxFile:
		return 0, refuse(CodeTooLarge, "The file is %.1f MB large, want at most %d MB. Remove pictures and sheets that the report does not need.",
			float64(len(content))/(1<<20), maxFile>>20)
	case bytes.HasPrefix(content, []byte(oleMagic)):
		if bytes.Contains(content, utf16Bytes("EncryptedPackage")) {
			return 0, refuse(CodeProtected, "The file is protected by a password and cannot be read. Remove the password, save the file and upload that.")
		}
		return 0, refuse(CodeWrongType, "The file is %s", otherTypes[".xls"])
	case otherTypes[extension] != "":
		return 0, refuse(CodeWrongType, "The file is %s", otherTypes[extension])
	case extension != ".xlsx" && extension != ".csv":
		return 0, refuse(CodeWrongType, "The file's name ends in %q, want .xlsx or .csv. %s", extension, wantType)
	}
	isZip := bytes.HasPrefix(content, []byte(zipMagic))
	if extension == ".xlsx" && isZip {
		return formatWorkbook, nil
	}
	if what := looksLike(content); what != "" {
		return 0, refuse(CodeWrongType, "The file is named %s, but what it holds begins like %s. %s", extension, what, wantType)
	}
	if extension == ".xlsx" {
		return 0, refuse(CodeWrongType, "The file is named .xlsx, but what it holds is no workbook. %s", wantType)
	}
	return formatCSV, nil
}

// looksLike names what a file begins like; empty when it could be text.
func looksLike(content []byte) string {
	for _, m := range magics {
		if bytes.HasPrefix(content, []byte(m.begins)) {
			return m.what
		}
	}
	return ""
}

// utf16Bytes is a text as the directory of an encrypted workbook spells it.
func utf16Bytes(s string) []byte {
	var b []byte
	for _, unit := range utf16.Encode([]rune(s)) {
		b = append(b, byte(unit), byte(unit>>8))
	}
	return b
}
