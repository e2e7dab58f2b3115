package report

import (
	"strings"
	"sync"
)

// ISONames returns the names of the country with a code of ISO 3166-1, or of Kosovo, whose code XK the
// standard leaves to users: the one that reports mostly use now, then the others, such as that of the
// standard and former ones. It returns nil for any other code.
func ISONames(code string) []string { return isoNames().byCode[code] }

// ISOCode returns the code of the country with a name of ISONames, compared by NameKey, or "".
func ISOCode(name string) string { return isoNames().byKey[NameKey(name)] }

type isoList struct {
	byCode map[string][]string
	byKey  map[string]string
}

var isoNames = sync.OnceValue(func() isoList {
	list := isoList{map[string][]string{}, map[string]string{}}
	for line := range strings.Lines(isoText) {
		code, names, _ := strings.Cut(strings.TrimSpace(line), " ")
		list.byCode[code] = strings.Split(names, "|")
		for _, name := range list.byCode[code] {
			list.byKey[NameKey(name)] = code
		}
	}
	return list
})

const isoText = `AD Andorra
AE United Arab Emirates|UAE
AF Afghanistan
AG Antigua and Barbuda|Antigua & Barbuda
AI Anguilla
AL Albania
AM Armenia
AO Angola
AQ Antarctica
AR Argentina
AS American Samoa
AT Austria
AU Australia
AW Aruba
AX Åland Islands|Aland Islands
AZ Azerbaijan
BA Bosnia and Herzegovina|Bosnia & Herzegovina
BB Barbados
BD Bangladesh
BE Belgium
BF Burkina Faso
BG Bulgaria
BH Bahrain
BI Burundi
BJ Benin
BL Saint Barthélemy|St. Barthélemy
BM Bermuda
BN Brunei|Brunei Darussalam
BO Bolivia|Bolivia (Plurinational State of)|Bolivia, Plurinational State of
BQ Bonaire, Sint Eustatius and Saba|Caribbean Netherlands
BR Brazil
BS Bahamas|The Bahamas
BT Bhutan
BV Bouvet Island
BW Botswana
BY Belarus
BZ Belize
CA Canada
CC Cocos (Keeling) Islands
CD Democratic Republic of the Congo|Congo (the Democratic Republic of the)|Congo, The Democratic Republic of the|DR Congo|Congo - Kinshasa
CF Central African Republic
CG Congo|Congo (the)|Republic of the Congo|Congo - Brazzaville
CH Switzerland
CI Côte d'Ivoire|Ivory Coast
CK Cook Islands
CL Chile
CM Cameroon
CN China|People's Republic of China
CO Colombia
CR Costa Rica
CU Cuba
CV Cabo Verde|Cape Verde
CW Curaçao
CX Christmas Island
CY Cyprus
CZ Czechia|Czech Republic
DE Germany
DJ Djibouti
DK Denmark
DM Dominica
DO Dominican Republic
DZ Algeria
EC Ecuador
EE Estonia
EG Egypt
EH Western Sahara
ER Eritrea
ES Spain
ET Ethiopia
FI Finland
FJ Fiji
FK Falkland Islands|Falkland Islands (the) [Malvinas]|Falkland Islands (Malvinas)
FM Micronesia|Micronesia (Federated States of)|Micronesia, Federated States of|Federated States of Micronesia
FO Faroe Islands
FR France
GA Gabon
GB United Kingdom|United Kingdom of Great Britain and Northern Ireland|Great Britain
GD Grenada
GE Georgia
GF French Guiana
GG Guernsey
GH Ghana
GI Gibraltar
GL Greenland
GM Gambia|The Gambia
GN Guinea
GP Guadeloupe
GQ Equatorial Guinea
GR Greece
GS South Georgia and the South Sandwich Islands|South Georgia & South Sandwich Islands
GT Guatemala
GU Guam
GW Guinea-Bissau
GY Guyana
HK Hong Kong|Hong Kong SAR|Hong Kong SAR China
HM Heard Island and McDonald Islands|Heard & McDonald Islands
HN Honduras
HR Croatia
HT Haiti
HU Hungary
ID Indonesia
IE Ireland|Republic of Ireland
IL Israel
IM Isle of Man
IN India
IO British Indian Ocean Territory
IQ Iraq
IR Iran|Iran (Islamic Republic of)|Iran, Islamic Republic of|Islamic Republic of Iran
IS Iceland
IT Italy
JE Jersey
JM Jamaica
JO Jordan
JP Japan
KE Kenya
KG Kyrgyzstan|Kyrgyz Republic
KH Cambodia
KI Kiribati
KM Comoros
KN Saint Kitts and Nevis|St. Kitts & Nevis
KP North Korea|Korea (the Democratic People's Republic of)|Korea, Democratic People's Republic of|Democratic People's Republic of Korea
KR South Korea|Korea (the Republic of)|Korea, Republic of|Republic of Korea
KW Kuwait
KY Cayman Islands
KZ Kazakhstan
LA Laos|Lao People's Democratic Republic|Lao PDR
LB Lebanon
LC Saint Lucia|St. Lucia
LI Liechtenstein
LK Sri Lanka
LR Liberia
LS Lesotho
LT Lithuania
LU Luxembourg
LV Latvia
LY Libya
MA Morocco
MC Monaco
MD Moldova|Moldova (the Republic of)|Moldova, Republic of|Republic of Moldova
ME Montenegro
MF Saint Martin|Saint Martin (French part)|St. Martin
MG Madagascar
MH Marshall Islands
MK North Macedonia|Macedonia|Republic of North Macedonia|The former Yugoslav Republic of Macedonia|FYROM
ML Mali
MM Myanmar|Burma|Myanmar (Burma)
MN Mongolia
MO Macao|Macau|Macau SAR China|Macao SAR
MP Northern Mariana Islands
MQ Martinique
MR Mauritania
MS Montserrat
MT Malta
MU Mauritius
MV Maldives
MW Malawi
MX Mexico
MY Malaysia
MZ Mozambique
NA Namibia
NC New Caledonia
NE Niger
NF Norfolk Island
NG Nigeria
NI Nicaragua
NL Netherlands|Netherlands (Kingdom of the)|The Netherlands
NO Norway
NP Nepal
NR Nauru
NU Niue
NZ New Zealand
OM Oman
PA Panama
PE Peru
PF French Polynesia
PG Papua New Guinea
PH Philippines
PK Pakistan
PL Poland
PM Saint Pierre and Miquelon|St. Pierre & Miquelon
PN Pitcairn|Pitcairn Islands
PR Puerto Rico
PS Palestine|Palestine, State of|State of Palestine|Palestinian Territories|Palestinian Territory, Occupied
PT Portugal
PW Palau
PY Paraguay
QA Qatar
RE Réunion
RO Romania
RS Serbia
RU Russia|Russian Federation
RW Rwanda
SA Saudi Arabia
SB Solomon Islands
SC Seychelles
SD Sudan
SE Sweden
SG Singapore
SH Saint Helena, Ascension and Tristan da Cunha|Saint Helena|St. Helena
SI Slovenia
SJ Svalbard and Jan Mayen|Svalbard & Jan Mayen
SK Slovakia|Slovak Republic
SL Sierra Leone
SM San Marino
SN Senegal
SO Somalia
SR Suriname
SS South Sudan
ST Sao Tome and Principe|São Tomé and Príncipe|São Tomé & Príncipe
SV El Salvador
SX Sint Maarten|Sint Maarten (Dutch part)
SY Syria|Syrian Arab Republic
SZ Eswatini|Swaziland
TC Turks and Caicos Islands|Turks & Caicos Islands
TD Chad
TF French Southern Territories
TG Togo
TH Thailand
TJ Tajikistan
TK Tokelau
TL Timor-Leste|East Timor
TM Turkmenistan
TN Tunisia
TO Tonga
TR Türkiye|Turkey|Republic of Türkiye|Republic of Turkey
TT Trinidad and Tobago|Trinidad & Tobago
TV Tuvalu
TW Taiwan|Taiwan (Province of China)|Taiwan, Province of China|Chinese Taipei
TZ Tanzania|Tanzania, the United Republic of|Tanzania, United Republic of|United Republic of Tanzania
UA Ukraine
UG Uganda
UM United States Minor Outlying Islands|U.S. Outlying Islands
US United States|United States of America
UY Uruguay
UZ Uzbekistan
VA Vatican City|Holy See|Holy See (Vatican City State)
VC Saint Vincent and Grenadines|St. Vincent & Grenadines
VE Venezuela|Venezuela (Bolivarian Republic of)|Venezuela, Bolivarian Republic of
VG British Virgin Islands|Virgin Islands (British)|Virgin Islands, British
VI U.S. Virgin Islands|Virgin Islands (U.S.)|Virgin Islands, U.S.|US Virgin Islands
VN Vietnam|Viet Nam
VU Vanuatu
WF Wallis and Futuna|Wallis & Futuna
WS Samoa
XK Kosovo|Republic of Kosovo
YE Yemen
YT Mayotte
ZA South Africa
ZM Zambia
ZW Zimbabwe`
