// Package xlsx reads and writes the container format of spreadsheets: Open turns the bytes of a
// workbook into grids of cells, strictly and within limits, and Write turns sheets into bytes. It
// knows nothing of reports, and is the only package that uses excelize; no type or error of excelize
// leaves it. It reads no clock and writes no file. Start reading at open.go and write.go.
package xlsx
