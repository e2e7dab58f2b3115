package handlers

import (
	"slices"

	"lerr/handlers/web"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/static"
)

// The headings under which documentation lists addresses.
const (
	groupPages = "Pages"
	groupData  = "Data of a page"
	groupFiles = "Files"
	groupMeta  = "Descriptions and feeds"
)

// routes is the table of every address of the public site. Echo's routes, the OpenAPI document, the
// sitemap, the export, what is built before a release, the list of files on /data and the tests all
// walk it.
func (s *Site) routes() []*route {
	table := []*route{
		// The report.
		{
			group: groupPages, media: mediaHTML, page: s.showHome, addresses: ifPublished(only(urls.Home)),
			query: []string{"period", "place", "expand"}, indexed: true, first: true,
			paths: []path{{"/", "The newest half-year"}},
		},
		{
			group: groupPages, media: mediaHTML, page: s.showRevisions, addresses: only(urls.Revisions), indexed: true, first: true,
			paths: []path{{"/revisions", "What was published when"}},
		},
		{
			group: groupPages, media: mediaHTML, page: s.showCalendar, addresses: only(urls.Calendar), indexed: true, first: true,
			paths: []path{{urls.Calendar, "When the next release is announced for, and what was announced before"}},
		},
		{
			group: groupFiles, media: mediaCSV, file: s.allCSV, addresses: only(urls.AllCSV), described: true, catalog: catalogTables, first: true,
			paths: []path{{urls.AllCSV, "All half-years as published, a row for each country"}},
		},
		{
			group: groupPages, media: mediaHTML, page: s.showData, data: s.everything, addresses: only(urls.DataPage), indexed: true,
			described: true, catalog: catalogTables, aboutData: "All half-years and places",
			paths: []path{{"/data", "All files, with sizes and hashes"}},
		},
		{
			group: groupPages, media: mediaHTML, page: s.showTrend, data: s.allPeriods, addresses: only(urls.Trend(report.Place{})), indexed: true,
			paths: []path{{"/trends", "The world over all half-years"}},
		},
		{
			group: groupPages, media: mediaHTML, page: s.showTrend, data: s.allPeriods, addresses: ifPublished(perPart(urls.Trend)),
			paths: []path{
				{"/regions/{region}", "One region: its page of the newest half-year; its data are of all half-years"},
				{"/countries/{country}", "One country: its page of the newest half-year; its data are of all half-years"},
			},
		},
		{
			group: groupPages, media: mediaHTML, page: s.showCompare, addresses: only(urls.Compare()), query: []string{"*"}, indexed: true,
			paths: []path{{"/compare", "Places side by side"}},
		},
		{
			group: groupData, media: mediaCSV, file: s.compareCSV, addresses: only(urls.CompareCSV), query: []string{"*"}, described: true,
			paths: []path{{urls.CompareCSV, "The largest countries, or the places of a comparison (?places=de,fr), one place a row"}},
		},
		{
			group: groupPages, media: mediaHTML, page: s.showMap, addresses: s.maps, indexed: true,
			paths: []path{
				{"/map", "The world map of the newest half-year"},
				{"/map/{period}", "The world map of requests"},
				{"/map/{period}/{measure}", "The world map of how often content was disclosed"},
			},
		},
		{
			group: groupPages, media: mediaHTML, page: s.showVerify, ofLog: logOnly(urls.Verify), indexed: true, absent: !s.frame.HasLog,
			paths: []path{{urls.Verify, "The fingerprints of everything that was published, to check a file against"}},
		},
		{
			group: groupPages, media: mediaHTML, page: s.showMethodology, addresses: ifPublished(only(urls.Methodology)), indexed: true,
			paths: []path{{"/methodology", "How the figures are made, and what is not reported"}},
		},
		{
			group: groupPages, media: mediaHTML, page: s.showCountries, addresses: countryLists, query: []string{"find", "period", "sort"}, indexed: true,
			paths: []path{
				{"/{period}/countries", "All countries by requests"},
				{"/{period}/countries/{sort}", "All countries in an order"},
				{"/{period}/countries/{sort}/regions", "All countries in an order, within regions"},
			},
		},
		{
			group: groupMeta, media: mediaText, page: s.showProof, ofLog: proofs, stays: true, absent: !s.frame.HasLog,
			paths: []path{{"/{period}/r{revision}.tlog-proof", "The proof that a revision is in the transparency log, also of a withdrawn one"}},
		},
		{
			group: groupPages, media: mediaHTML, page: s.showRevision, data: s.atRevision, addresses: perRevision(urls.Revision),
			query: []string{"expand"},
			paths: []path{
				{"/{period}/r{revision}", "One half-year at one revision, which never changes"},
				{"/{period}/r{revision}/{place}", "One half-year and place at one revision, which never changes"},
			},
		},
		{
			group: groupPages, media: mediaHTML, page: s.showReport, data: s.ofSelection, addresses: perSelection(urls.Report),
			query: []string{"expand"}, indexed: true, first: true, ofPeriod: true,
			paths: []path{
				{"/{period}", "One half-year"},
				{"/{period}/{place}", "One half-year and place"},
			},
		},

		// What others show of it.
		{
			group: groupFiles, media: mediaBibTeX, page: s.showCitation(mediaBibTeX, "bib", report.Site.CiteBibTeX), addresses: citeFiles("bib"),
			paths: []path{
				{"/cite/{period}/{place}.bib", "A citation of a half-year and place, as BibTeX"},
				{"/cite/{place}.bib", "A citation of a place over all half-years, as BibTeX"},
			},
		},
		{
			group: groupFiles, media: mediaRIS, page: s.showCitation(mediaRIS, "ris", report.Site.CiteRIS), addresses: citeFiles("ris"),
			paths: []path{
				{"/cite/{period}/{place}.ris", "A citation of a half-year and place, for reference managers"},
				{"/cite/{place}.ris", "A citation of a place over all half-years, for reference managers"},
			},
		},
		{
			group: groupPages, media: mediaHTML, page: s.showCite, addresses: cites,
			paths: []path{
				{"/cite/{period}/{place}", "How to cite and embed the figures of a place"},
				{"/cite/{place}", "How to cite the figures of a place over all half-years"},
			},
		},
		{
			group: groupPages, media: mediaHTML, page: s.showEmbed, addresses: embeds, framed: true,
			paths: []path{
				{"/embed/{period}/{place}", "The headline of a place, to be shown in frames"},
				{"/embed/{period}/{place}/r{revision}", "The headline of a place at one revision, to be shown in frames"},
			},
		},
		{
			group: groupFiles, media: mediaPNG, page: s.showTrendShare,
			addresses: ifPublished(perPlace(func(p report.Place) string { return urls.PagePicture(urls.Trend(p)) })),
			paths: []path{
				{"/share/trends.png", "A picture of the world over all half-years"},
				{"/share/regions/{region}.png", "A picture of one region over all half-years"},
				{"/share/countries/{country}.png", "A picture of one country over all half-years"},
			},
		},
		{
			group: groupFiles, media: mediaPNG, page: s.showCompareShare, query: []string{"*"},
			addresses: ifPublished(only(urls.PagePicture(urls.Compare()))),
			paths:     []path{{"/share/compare.png", "A picture of places side by side"}},
		},
		{
			group: groupFiles, media: mediaPNG, page: s.showMapShare, addresses: picturesOf(s.maps),
			paths: []path{
				{"/share/map/{period}.png", "A picture of the world map of requests"},
				{"/share/map/{period}/{measure}.png", "A picture of the world map of how often content was disclosed"},
			},
		},
		{
			group: groupFiles, media: mediaPNG, page: s.showCountriesShare, addresses: picturesOf(countryLists),
			paths: []path{
				{"/share/{period}/countries.png", "A picture of the countries with the most requests"},
				{"/share/{period}/countries/{sort}.png", "A picture of the first countries in an order"},
			},
		},
		{
			group: groupFiles, media: mediaPNG, page: s.showShare, addresses: perSelection(urls.Share),
			paths: []path{{"/share/{period}/{place}.png", "A picture of the headline of a place"}},
		},

		// The figures as files.
		{
			group: groupFiles, media: mediaCSV, file: s.countriesCSV, addresses: only(urls.CountriesCSV), described: true, catalog: catalogTables,
			paths: []path{{urls.CountriesCSV, "Countries and territories with their codes"}},
		},
		{
			group: groupFiles, media: mediaCSV, file: s.figuresCSV, addresses: only(urls.FiguresCSV), described: true, catalog: catalogTables,
			paths: []path{{urls.FiguresCSV, "Figures that half-years report beside their tables"}},
		},
		{
			group: groupData, media: mediaCSV, file: s.revisionsCSV, addresses: only(urls.RevisionsData("csv")), described: true, catalog: catalogTables,
			paths: []path{{urls.RevisionsData("csv"), "What was published when"}},
		},
		{
			group: groupData, media: mediaJSON, schema: "revisions", file: s.revisionsJSON, addresses: only(urls.RevisionsData("json")), catalog: catalogTables,
			paths: []path{{urls.RevisionsData("json"), "What was published when"}},
		},
		{
			group: groupData, media: mediaJSON, schema: "calendar", file: s.calendarJSON, addresses: only(urls.CalendarJSON), catalog: catalogTables,
			paths: []path{{urls.CalendarJSON, "The announced releases with their history"}},
		},
		{
			group: groupFiles, media: mediaXLSX, file: s.workbookFile, addresses: downloads("xlsx"), catalog: catalogPeriods, first: true, ofPeriod: true,
			paths: []path{
				{"/download/{period}.xlsx", "One half-year as published, as a workbook"},
				{"/download/{period}-r{revision}.xlsx", "One revision of a half-year as published, as a workbook"},
			},
		},
		{
			group: groupFiles, media: mediaCSV, file: s.editionCSV, addresses: downloads("csv"), described: true, catalog: catalogPeriods, first: true, ofPeriod: true,
			paths: []path{
				{"/download/{period}.csv", "One half-year as published, a row for each country"},
				{"/download/{period}-r{revision}.csv", "One revision of a half-year as published, a row for each country"},
			},
		},
		{
			group: groupFiles, media: mediaJSON, schema: "edition", file: s.editionJSON, addresses: downloads("json"), catalog: catalogPeriods, first: true, ofPeriod: true,
			paths: []path{
				{"/download/{period}.json", "One half-year as published, with all notes, names and answers"},
				{"/download/{period}-r{revision}.json", "One revision of a half-year as published, with all notes, names and answers"},
			},
		},
		{
			media: mediaHTML, page: s.chooseDownload, query: []string{"*"}, noDocument: true,
			paths: []path{{"/download", "The download form"}},
		},
		{
			group: groupFiles, media: mediaZip, file: s.zipFile, addresses: only(urls.Zip), catalog: catalogEverything,
			paths: []path{{urls.Zip, "Everything in one file"}},
		},
		{
			group: groupFiles, media: mediaSQLite, file: s.databaseFile, addresses: only(urls.SQLite), catalog: catalogEverything,
			absent: s.options.Database == nil,
			paths:  []path{{urls.SQLite, "The published figures as a database"}},
		},

		// For programs.
		{
			group: groupMeta, media: mediaJSON, file: s.dataPackage, addresses: only(urls.DataPackage), catalog: catalogEverything,
			paths: []path{{urls.DataPackage, "The CSV files' schemas, sizes and hashes (Data Package)"}},
		},
		{
			group: groupMeta, media: mediaJSON, page: s.showOpenAPI, addresses: only(urls.OpenAPI), readsLog: true,
			paths: []path{{urls.OpenAPI, "This document"}},
		},
		{
			group: groupMeta, media: mediaSchema, page: s.showSchema, addresses: schemas,
			paths: []path{{urls.Schema("{schema}"), "The JSON Schema of one kind of JSON file"}},
		},
		{
			group: groupMeta, media: mediaAtom, page: s.showFeed, addresses: only(urls.Feed, urls.ReleasesFeed, urls.CorrectionsFeed), first: true,
			paths: []path{
				{urls.Feed, "Releases, corrections and withdrawals"},
				{urls.ReleasesFeed, "Releases"},
				{urls.CorrectionsFeed, "Corrections and withdrawals"},
			},
		},
		{
			group: groupMeta, media: mediaCalendar, page: s.showCalendarFile, addresses: only(urls.CalendarICS), first: true,
			paths: []path{{urls.CalendarICS, "The announced releases for calendar programs (iCalendar)"}},
		},
		{
			group: groupMeta, media: mediaCalendar, page: s.showCalendarEvent, addresses: announced,
			paths: []path{{urls.Calendar + "/{release}.ics", "One announced release for calendar programs (iCalendar)"}},
		},
		{
			group: groupMeta, media: mediaText, page: s.showCheckpoint, ofLog: logOnly(urls.Checkpoint), absent: !s.frame.HasLog,
			paths: []path{{urls.Checkpoint, "The signed head of the transparency log (C2SP tlog-checkpoint)"}},
		},
		{
			group: groupMeta, media: mediaText, page: s.showLogKey, ofLog: logOnly(urls.LogKey), absent: !s.frame.HasLog,
			paths: []path{{urls.LogKey, "The public key of the transparency log"}},
		},
		{
			group: groupMeta, media: mediaTile, page: s.showTile, ofLog: tiles, absent: !s.frame.HasLog,
			paths: []path{
				{urls.Tile("tile/entries/{tile}"), "Entries of the transparency log, each a change of what the site shows (C2SP tlog-tiles)"},
				{urls.Tile("tile/{level}/{tile}"), "Hashes of the transparency log's tree (C2SP tlog-tiles)"},
			},
		},
		{
			group: groupMeta, media: mediaJSON, page: s.showNames, addresses: only(urls.Names), first: true,
			paths: []path{{urls.Names, "Other names by which the search knows places"}},
		},
		{
			group: groupMeta, media: mediaText, page: s.showRobots, addresses: only("/robots.txt"),
			paths: []path{{"/robots.txt", "What crawlers may read"}},
		},

		{
			group: groupMeta, media: "application/xml", page: s.showSitemap, addresses: only(urls.Sitemap), readsLog: true, absent: s.frame.BaseURL == "",
			paths: []path{{urls.Sitemap, "All pages, for search engines"}},
		},

		// The program's own files, and its health.
		{
			media: "*/*", handle: web.SendStatic, noDocument: true,
			addresses: func(*report.Archive, []report.Period) []string { return static.All() },
			paths:     []path{{"/static/{asset}", "Style sheets and scripts"}},
		},
		{
			group: groupMeta, media: "image/x-icon", page: showIcon, addresses: only(urls.Favicon),
			paths: []path{{urls.Favicon, "The icon of the site"}},
		},
		{
			group: groupMeta, media: mediaPNG, page: showIcon, addresses: only(urls.TouchIcon),
			paths: []path{{urls.TouchIcon, "The icon of the site on the screen of a phone"}},
		},
		{
			media: mediaText, page: s.showDictionary, noDocument: true,
			paths: []path{{urls.DictionaryPattern, "What browsers unpack other pages with (RFC 9842)"}},
		},
		{
			group: groupMeta, media: mediaText, handle: s.showLive,
			paths: []path{{"/livez", "Whether the program answers"}},
		},
		{
			group: groupMeta, media: mediaText, handle: s.showReady,
			paths: []path{{"/readyz", "Whether there are figures to show"}},
		},
	}
	return slices.DeleteFunc(table, func(r *route) bool { return r.absent })
}
