// Package workbook owns the spreadsheet form of the report, and is the sole user of excelize. It
// may import internal/report only, reads no clock, and lets no excelize type or error out.
// Start reading at write.go, then sheet.go.
package workbook
