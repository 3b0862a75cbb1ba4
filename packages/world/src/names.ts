/** Invented donors are put together from these. Any likeness is chance. */
export const firstNames = (
  'Avery Jordan Casey Riley Morgan Quinn Rowan Emerson Harper Sage Ada Grace Ruth Clara Nora Iris Hazel Ivy Pearl Opal ' +
  'Walter Hugo Felix Oscar Arthur Leon Miles Silas Ezra Jonah Elias Amos Rosa Lucia Elena Marisol Paloma Ines Carmen Alma ' +
  'Mateo Rafael Diego Tomas Andres Javier Emilio Joaquin Priya Anika Meera Kavya Rohan Arjun Vikram Nikhil Mei Lin Yuki Hana ' +
  'Kenji Haruto Minh Linh Thuy Bao Amara Zuri Nia Imani Kofi Kwame Jabari Malik Layla Noor Yasmin Samira Omar Karim Tariq Idris ' +
  'Freya Astrid Ingrid Solveig Lars Anders Nils Bjorn Maeve Siobhan Aoife Niamh Declan Cormac Finn Ronan Giulia Bianca Chiara Enzo ' +
  'Dorothy Marjorie Beatrice Eleanor Winifred Theodore Clarence Franklin Leroy Otis'
).split(' ')

export const lastNames = (
  'Abara Abbott Achterberg Adeyemi Alder Almeida Amsel Andrade Arkwright Ashdown Babcock Bancroft Barros Beaumont Bellweather Birch ' +
  'Blackwood Bloom Bramble Brightwater Calloway Cardoso Castellan Chandra Chaudhry Clearwater Coldbrook Corrigan Cottonwood Crane ' +
  'Dahlgren Danforth Delacroix Desai Dimmick Dovetree Drummond Eastlake Eberhart Echevarria Ellsworth Espinal Fairbanks Falkner Farrow ' +
  'Fennimore Ferreira Fielding Finch Foxglove Gallardo Garrison Goldfinch Granger Greenleaf Guerrero Haddad Hallowell Hartsfield Hawthorne ' +
  'Heathcote Hillcrest Holloway Hosseini Huang Ibarra Ingersoll Ito Jankowski Jessup Juarez Kaminski Kapoor Kestrel Kingfisher Kowalski ' +
  'Lachance Lamplighter Larkspur Laurel Lindqvist Lockhart Longfellow Lovelace Machado Mallory Marchetti Marigold Marsh Mbeki Meadows Merriweather ' +
  'Middleton Moreau Nakamura Nightingale Norwood Novak Oakley Obi Okafor Olander Orchard Osei Pacheco Palmer Pemberton Pennywhistle ' +
  'Quarles Quimby Rainwater Ravenscroft Redfern Reyes Ridgeway Rosario Rutherford Saltonstall Sandoval Satterfield Sayegh Seabrook Shah Silverton ' +
  'Sommers Stonebridge Sundaram Swann Takahashi Tamsin Teague Thackeray Thistlewood Tolliver Trelawny Underhill Vance Vandermeer Vasquez ' +
  'Waverly Westbrook Whitlock Wildwood Winterbourne Woodruff Yamada Yarrow Yoon Zamora Zeller Zimmer'
).split(' ')

export interface Place {
  city: string
  state: string
  zip: string
  areaCode: string
}

const place = (city: string, state: string, zip: string, areaCode: string): Place => ({ city, state, zip, areaCode })

export const places: readonly Place[] = [
  place('Chicago', 'IL', '60614', '312'),
  place('Springfield', 'IL', '62704', '217'),
  place('Peoria', 'IL', '61614', '309'),
  place('Milwaukee', 'WI', '53202', '414'),
  place('Madison', 'WI', '53703', '608'),
  place('Minneapolis', 'MN', '55408', '612'),
  place('Des Moines', 'IA', '50312', '515'),
  place('St. Louis', 'MO', '63101', '314'),
  place('Los Angeles', 'CA', '90026', '213'),
  place('Oakland', 'CA', '94610', '510'),
  place('Sacramento', 'CA', '95816', '916'),
  place('San Diego', 'CA', '92103', '619'),
  place('Portland', 'OR', '97214', '503'),
  place('Eugene', 'OR', '97405', '541'),
  place('Seattle', 'WA', '98103', '206'),
  place('Spokane', 'WA', '99203', '509'),
  place('New York', 'NY', '10025', '212'),
  place('Brooklyn', 'NY', '11215', '718'),
  place('Buffalo', 'NY', '14222', '716'),
  place('Albany', 'NY', '12203', '518'),
  place('Newark', 'NJ', '07104', '973'),
  place('Philadelphia', 'PA', '19147', '215'),
  place('Pittsburgh', 'PA', '15217', '412'),
  place('Boston', 'MA', '02130', '617'),
  place('Hartford', 'CT', '06105', '860'),
  place('Washington', 'DC', '20009', '202'),
  place('Richmond', 'VA', '23220', '804'),
  place('Raleigh', 'NC', '27608', '919'),
  place('Atlanta', 'GA', '30307', '404'),
  place('Miami', 'FL', '33137', '305'),
  place('Austin', 'TX', '78704', '512'),
  place('Houston', 'TX', '77006', '713'),
  place('Denver', 'CO', '80206', '303'),
  place('Phoenix', 'AZ', '85013', '602'),
  place('Detroit', 'MI', '48214', '313'),
  place('Columbus', 'OH', '43206', '614'),
]

export const streets = ['Sample St', 'Example Ave', 'Placeholder Rd', 'Specimen Ln', 'Invented Blvd', 'Fictional Ct']
export const occupations = [
  'Retired',
  'Teacher',
  'Nurse',
  'Engineer',
  'Attorney',
  'Not employed',
  'Librarian',
  'Carpenter',
  'Consultant',
  'Social worker',
]
