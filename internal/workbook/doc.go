// Package workbook owns the spreadsheet form of the report, out and in, and is the sole user of
// excelize. It may import internal/report only, reads no clock, writes no file, and lets no excelize
// type or error out. Start reading at write.go, then sheet.go; for what comes in at read.go, then
// book.go (is the file safe and whole?) and table.go (what do its figures say?).
package workbook
