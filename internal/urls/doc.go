// Package urls builds every address of both sites, and parses the parts of an address that have a
// form of their own.
//
// It handles no request and holds no archive. Which of the addresses exist is decided by the sites' tables
// of routes. Start reading at report.go; the console's addresses are in console.go.
package urls
