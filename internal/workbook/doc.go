// Package workbook reads and writes the report as spreadsheets: Read turns an uploaded workbook or CSV
// file into an edition, Write turns an edition into a workbook. It imports report for the language and
// xlsx for the container; it reads no clock and writes no file. Start reading at read.go, then
// read_table.go; for the other direction at write.go.
package workbook
