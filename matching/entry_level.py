"""The built-in words: skills and certificates of entry-level and nearby work in Britain, as people here say them.

A line is one concept: `label: other words, lay phrases ~ close concept, ... < broader concept, ...`; an indented line
goes on with the one above. `~` means that who can do one can do the other nearly as well; `<` that one is a part or kind
of the other. Concepts under one heading are a group. Unpaid stands with paid: nothing here says where a skill was learnt.

For a certificate `> lower one, ...` lists those that it makes needless. No DBS certificate stands in for another: each is
asked for by law for its own kind of work. Source: written for this project.
"""

SKILLS: dict[str, str] = {
    "retail": """
retail sales: retail, retail work, shop work, shop assistant, sales assistant, sales associate, retail assistant,
  sales advisor, worked in a shop, shop floor work, serving in a shop, counter assistant, corner shop work, store
  assistant
till work: tills, worked the tills, worked on the tills, till operator, checkout, checkout work, checkout operator,
  cashier, using a till, tills and payments, EPOS ~ cash handling < retail sales
cash handling: handling money, handling cash, cashing up, counting money, taking payments, card payments, giving
  change
shelf stacking: stacking shelves, shelf filling, shelf filler, filling shelves, replenishment, restocking, night
  fill ~ stock control < retail sales
stock control: stocktaking, stock taking, stock take, checking stock, stock checks, stock counting, inventory, stock
  work, stock room work < warehouse picking and packing
merchandising: shop displays, window displays, visual merchandising, setting out displays < retail sales
volunteering in a charity shop: charity shop, charity shop volunteer, charity shop work, helped in a charity shop,
  volunteer at a charity shop, volunteering at a charity shop, helping at the charity shop ~ retail sales < till
  work, volunteering
sorting donations: sorting clothes, tagging and steaming, steaming clothes < volunteering in a charity shop
market stall work: market stall, market trader, market trading, stallholder, car boot sales ~ retail sales < cash
  handling
deli counter work: deli counter, bakery counter, fish counter, cheese counter, serving at the counter < retail
  sales, food hygiene practice
online order picking: personal shopper, picking online orders, click and collect, grocery picking ~ warehouse
  picking and packing < retail sales
selling: sales, sales work, upselling, selling to people, direct sales < retail sales, customer service
returns and refunds: refunds, exchanges, returns desk < retail sales, customer service
age checks: selling age restricted goods, challenge 25, checking ID < retail sales
opening and closing a shop: key holding, key holder, keyholder, shop supervisor < retail sales
post office counter work: post office work, post office assistant, post office counter ~ till work
loss prevention: store detective, preventing shoplifting, shop security ~ security work
""",
    "catering": """
kitchen and catering work: kitchen work, catering, catering assistant, kitchen assistant, kitchen hand, kitchen
  helper, general catering, worked in a kitchen, canteen work, canteen assistant
washing up: kitchen porter, KP, KP work, pot washing, pot washer, dishwashing, washing dishes ~ kitchen and catering
  work
food preparation: food prep, prep work, preparing food, making sandwiches, sandwich making, salad prep, chopping
  vegetables ~ kitchen and catering work
cooking from scratch: cooking, home cooking, cooking for the family, cooked at home, cooking at home, cooking meals, can cook, family
  meals < kitchen and catering work, food preparation
chef work: chef, commis chef, line cook, cook, breakfast cook, short order cook, pub cook, professional cooking,
  grill chef ~ food preparation < kitchen and catering work, cooking from scratch
baking: cake making, baking cakes, bread making, baker, bakery work, home baking < kitchen and catering work
barista work: barista, making coffee, coffee making, coffee shop work, cafe work, worked in a cafe ~ serving food
  and drink < kitchen and catering work
school meals work: dinner lady, school dinners, school kitchen, ran a school kitchen, school catering, midday meals ~ kitchen and catering
  work
food hygiene practice: food safety, food hygiene, HACCP, allergens, allergen awareness, kitchen hygiene < kitchen
  and catering work
fast food work: fast food, burger bar, takeaway, takeaway work, chip shop, chicken shop, fast food crew member,
  pizza making ~ kitchen and catering work < serving food and drink
event catering: party catering, buffets, catering for events, cooking for events, catering for parties, wedding catering, community
  meals ~ kitchen and catering work
menu planning: planning menus, meal planning, planning meals < kitchen and catering work
butchery: butcher, butchery counter, cutting meat < food preparation
""",
    "hospitality": """
serving food and drink: waiting on tables, waiter, waitress, waitressing, waiting staff, table service, waiting
  tables, food and beverage assistant, serving customers food, restaurant work < customer service
bar work: bar, bartender, bartending, barman, barmaid, bar staff, pulling pints, pub work, worked in a pub ~ serving
  food and drink < cash handling
cellar work: cellar management, changing barrels < bar work
hotel housekeeping: housekeeping, room attendant, chambermaid, cleaning hotel rooms, hotel cleaning, making beds,
  housekeeper ~ cleaning
hotel reception: hotel front desk, hotel receptionist, checking in guests, checking guests in ~ reception work
hotel portering: hotel porter, night porter, bellboy, concierge, carrying luggage < portering
hospitality work: hospitality, hotel work, worked in a hotel, hospitality assistant < serving food and drink
welcoming guests: front of house, meet and greet, meeting and greeting, hosting, host, greeting visitors, greeting
  customers < customer service, reception work
event stewarding: steward, stewarding, festival steward, match day steward, marshalling, event staff, crowd
  stewarding < welcoming guests
ticket sales: box office, ticket office, ticket checking, checking tickets, ticketing < cash handling, customer
  service
ushering: usher, cinema work, theatre usher, cinema assistant ~ event stewarding < welcoming guests
leisure centre work: leisure assistant, leisure centre, gym assistant, sports hall assistant < customer service
lifeguarding: lifeguard, pool lifeguard, swimming pool attendant < leisure centre work
conference set up: setting up rooms, room set up, conference porter, setting out chairs < hospitality work
""",
    "care": """
care work: care, carer, care assistant, care worker, home care, home carer, domiciliary care, domiciliary carer,
  care home work, worked in a care home, residential care, elderly care, looking after old people, social care ~
  personal care < support work
personal care: washing and dressing, helping people wash and dress, helping with washing, bathing people, toileting,
  intimate care, personal hygiene care
caring for a relative: cared for my nan, cared for nan, cared for gran, cared for my grandad, cared for my mum,
  cared for mother, cared for my dad, cared for father, cared for my husband, cared for my wife, cared for my
  partner, looked after my mum, looked after my dad, looked after my nan, looking after my mum, looking after my
  dad, looking after my nan, caring for my mum, caring for my dad, caring for my nan, caring for a parent, caring
  for family, unpaid carer, unpaid caring, young carer, family carer ~ personal care, care work
caring for a disabled child: caring for my disabled child, caring for a child with special needs, parent carer,
  caring for my autistic son ~ caring for a relative < supporting special needs at school, personal care
supporting people with dementia: dementia care, dementia support, dementia, alzheimers care, working with dementia <
  care work
supporting people with learning disabilities: learning disability support, learning disabilities, LD support ~
  supporting autistic people < support work
supporting autistic people: autism support, autism, supporting people with autism < support work
supporting people with physical disabilities: physical disability support, disability support, wheelchair users <
  personal care, support work
mental health support: mental health, mental health work, mental health support worker, supporting people in crisis
  < support work
moving and handling: hoisting, using a hoist, using hoists, moving patients, moving and handling people, patient
  handling, lifting patients < personal care
support work: support worker, supporting people, community support, supported living, key working
supporting independent living: independent living support, life skills support, enablement, reablement ~ support
  work
giving medication: medication, medication support, medication rounds, prompting medication, medicine rounds, giving
  medicines < care work
companionship: befriending, befriender, sitting service, keeping people company, visiting lonely people < support
  work
end of life care: palliative care, hospice work, hospice volunteer < care work
mealtime support: helping people eat, feeding people, mealtime volunteer < personal care
care planning: care plans, care notes, writing care notes < keeping records, care work
night care: waking nights, sleep ins, night carer < care work
running activities: activities coordinator, activity coordinator, care home activities, leading activities, running
  groups < support work
homelessness support: hostel work, homeless hostel, outreach work, housing support < support work
substance use support: recovery support, addiction support, drug and alcohol support < peer support
peer support: peer mentor, peer mentoring, lived experience support, peer worker ~ mentoring < support work
advocacy: advocate, speaking up for people < advice work
""",
    "health support": """
healthcare assistant work: HCA, healthcare assistant, health care assistant, nursing assistant, auxiliary nurse,
  ward work ~ care work, personal care
taking blood samples: phlebotomy, phlebotomist, taking blood, bloods
taking observations: blood pressure, observations, taking obs, vital signs < healthcare assistant work
dispensing support: dispensing, dispenser, pharmacy work, pharmacy assistant, prescriptions, chemist counter,
  pharmacy counter
portering: porter, porter work, hospital porter, hospital portering, moving patients round the hospital, general
  porter
first aid: first aider, giving first aid, first aid skills
infection control: infection prevention, PPE < cleaning
sterile services: decontamination, instrument cleaning, sterilising instruments < infection control
ward clerk work: ward clerk, ward administration < admin, reception work
dental nursing: dental nurse, dental assistant
laboratory support: lab assistant, laboratory assistant, specimen reception, lab work
vaccination support: vaccinator, vaccination centre volunteer, vaccination centre
patient transport: ambulance care, ambulance care assistant, patient transport driver ~ passenger assistance <
  driving, moving and handling
health promotion: health trainer, healthy living advice, stop smoking advice < advice work
therapy support: physio assistant, physiotherapy assistant, occupational therapy assistant, therapy assistant <
  healthcare assistant work
massage: reflexology, massage therapy, aromatherapy, complementary therapy
""",
    "cleaning": """
cleaning: cleaner, office cleaning, cleaning offices, domestic cleaning, domestic, cleaning houses, house cleaning,
  school cleaner, cleaning work, mopping and hoovering, janitorial work, cleaning operative
deep cleaning: deep clean, end of tenancy cleaning, sanitising ~ cleaning
kitchen cleaning: cleaning kitchens ~ cleaning, washing up
window cleaning: window cleaner, cleaning windows < cleaning
laundry work: laundry, laundry assistant, linen, linen room, linen services, washing clothes, dry cleaning,
  launderette
ironing: iron clothes, ironing service, pressing clothes ~ laundry work
industrial cleaning: factory cleaning, machine cleaning, jet washing, pressure washing < cleaning
caretaking: caretaker, school caretaker, site caretaker, janitor, school site assistant ~ building maintenance <
  cleaning
street cleaning: road sweeping, litter picking, street sweeper, street cleansing < cleaning, waste and recycling
  work
waste and recycling work: bin man, bins, refuse collection, refuse loader, recycling, recycling work, recycling
  sorting, dustman, household waste site
vehicle cleaning: valeting, car valeting, car washing, car wash, valet < cleaning
house clearance: void clearance, clearing houses, property clearance < removals
pest control: pest controller
handling cleaning chemicals: COSHH, using chemicals safely, cleaning chemicals < cleaning
""",
    "warehouse": """
warehouse picking and packing: warehouse work, warehouse, warehouse operative, warehouse assistant, picking and
  packing, pick pack, pick and pack, picker packer, order picking, order picker, packing, packer, packing boxes,
  picker, fulfilment work
goods in and out: goods in, goods out, dispatch, despatch, loading and unloading, unloading lorries, loading
  lorries, loading bay, loading vans, receiving deliveries ~ warehouse picking and packing
forklift driving: forklift, fork lift, forklift driver, forklift truck, fork lift truck driving, FLT, FLT driver,
  counterbalance < warehouse picking and packing
reach truck driving: reach truck, reach truck driver ~ forklift driving
pallet truck work: pallet truck, pump truck, pallet trucks, powered pallet truck, LLOP < warehouse picking and
  packing
handheld scanning: scanners, RF scanner, hand scanner, barcode scanning, scan guns < warehouse picking and packing
parcel sorting: sorting parcels, sorting office, mail sorting, parcel hub ~ warehouse picking and packing
labelling: label printing, labelling goods < warehouse picking and packing
lifting and carrying: manual lifting, heavy lifting, manual work, manual labour, physical work, lifting < goods in
  and out, removals
removals: house removals, removal work, moving furniture, furniture moving, man and van, helped friends move house ~
  lifting and carrying
furniture delivery: delivering furniture, two man delivery ~ removals < delivery driving
cold store work: cold store, freezer work, chilled warehouse ~ warehouse picking and packing
""",
    "driving": """
driving: driver, car driving, can drive, driving a car, drive, driving jobs
delivery driving: delivery driver, van driver, van driving, multi drop, multi drop driving, courier, courier work,
  delivery person, deliveries, delivering parcels, parcel delivery ~ driving
taxi driving: taxi driver, taxi, taxi work, taxis, minicab, minicab driver, cab driver, cabbie, private hire,
  private hire driver ~ driving < customer service
minibus driving: minibus, minibus driver, driving a minibus ~ driving < passenger assistance
bus driving: bus driver, coach driver, coach driving, PCV driver ~ minibus driving < driving
HGV driving: HGV driver, HGV, lorry driver, lorry driving, LGV driver, class 1 driver, class 2 driver, truck driver
  < driving, delivery driving
passenger assistance: passenger assistant, helping passengers, school bus escort, school escort, bus escort, travel escort, travel
  training < support work
cycle delivery: cycle courier, bike courier, bicycle delivery, food delivery rider, delivering takeaways, delivery
  rider
motorbike delivery: moped delivery, motorcycle courier ~ cycle delivery < delivery driving
leaflet delivery: leafleting, newspaper delivery, paper round, leaflet dropping, delivering leaflets
postal delivery: postman, postwoman, delivering post, postal worker < delivery driving, leaflet delivery
route planning: planning routes, sat nav, knowing local roads, map reading < driving
chauffeuring: chauffeur, executive driving ~ taxi driving
vehicle checks: walkround checks, daily vehicle checks, checking vehicles < driving
station assistance: station assistant, railway station work, platform staff < customer service
parking enforcement: traffic warden, parking attendant, car park attendant, civil enforcement < patrolling
""",
    "office": """
admin: administration, admin work, administrator, admin assistant, administrative work, office work, office admin,
  office assistant, office administration, clerical work, clerical, clerk, office junior, back office work, admin
  support
data entry: inputting data, data input, data inputting, entering data, keying in data, updating databases, databases
  < admin, using office software
using office software: Microsoft Office, MS Office, Word and Excel, office software, Office 365, IT skills, computer
  skills, computers, IT, computer literate, using computers, using a computer, Word, Outlook, Google Docs
spreadsheets: Excel, Microsoft Excel, using spreadsheets < using office software
word processing: typing letters, typing up letters ~ typing < using office software
typing: touch typing, keyboard skills, fast typing < data entry
audio typing: audio typist, typing from dictation, dictation, digital dictation ~ word processing
keeping records: record keeping, records, keeping files, updating records, maintaining records ~ filing < admin
filing: filing system, filing papers < admin
taking minutes: minute taking, minutes, taking notes at meetings, note taking, writing up meetings < admin
diary management: managing diaries, keeping a diary < making appointments, secretarial work
bookkeeping: book keeping, accounts, accounts assistant, doing the books, keeping the books, Sage, Xero, basic
  accounts ~ invoicing
invoicing: invoices, purchase ledger, sales ledger, accounts payable, credit control < bookkeeping
payroll: doing wages, wages, payroll clerk < bookkeeping
post room work: post room, mail room, sorting the post, franking, mailing ~ parcel sorting < admin
photocopying and scanning: photocopying, scanning, scanning documents, reprographics < admin
secretarial work: secretary, PA, personal assistant, secretarial ~ admin
legal secretarial work: legal secretary, legal admin, legal assistant, legal administration ~ secretarial work <
  admin, audio typing
medical secretarial work: medical secretary, medical typing ~ secretarial work < audio typing
library work: library administration, library assistant, library, librarian, library volunteer, worked in a library
  ~ archiving < customer service, keeping records
archiving: archive, archive work, archive assistant, archives, cataloguing < keeping records
research: looking things up, online research, desk research
proofreading: proof reading, checking documents < writing clearly
report writing: writing reports < writing clearly
ordering supplies: ordering stock, purchasing, procurement, stationery orders < admin
human resources admin: HR, HR admin, HR assistant, recruitment admin, personnel < admin
project support: project assistant, project administration, project admin, project work < admin
organising events: event organising, event planning, events, event management, organised a fete, running events
organising rotas: rota planning, rotas, staff rotas, did the school run rota, school run rota, organised the school
  run, scheduling, planning rotas, doing the rota < organising and planning
school admin: school office, school administrator, school secretary, school receptionist ~ admin < reception work
housing admin: housing officer, housing assistant, lettings, lettings admin < admin, customer service
""",
    "customer service": """
customer service: customer services, customer care, dealing with the public, dealing with customers, serving
  customers, helping customers, customer service assistant, level 2 customer service, level 3 customer service,
  working with the public, customer facing work, public facing work, customer assistant
handling complaints: complaints, dealing with complaints, dealing with difficult customers ~ conflict management <
  customer service
call centre work: call centre, contact centre, call handling, call handler, customer service by phone, telephone
  customer service ~ answering the telephone < customer service
telesales: cold calling, selling by phone, selling over the phone < selling, call centre work
bank branch service: bank cashier, bank work, banking, bank teller, worked in a bank, bank customer service,
  building society ~ cash handling < customer service
advice work: advice giving, information and advice, welfare rights advice, benefits advice, advice worker, giving
  advice < customer service
enquiry desk work: enquiries, help desk enquiries, information desk, enquiry desk ~ customer service
online customer service: live chat, web chat, answering emails < customer service
fundraising: charity collection, charity collecting, street fundraising, raising money for charity
market research interviewing: market research, surveys, doing surveys, mystery shopping
handling bookings: bookings, taking bookings, reservations, booking clerk ~ making appointments
""",
    "reception": """
reception work: reception, receptionist, front desk, front desk work, reception desk, reception cover
answering the telephone: telephone, telephone work, telephone skills, phones, answering phones, answering the phone,
  phone work, answering calls, taking calls, telephone manner, phone skills
switchboard work: switchboard, switchboard operator ~ answering the telephone
making appointments: booking appointments, appointment booking, appointments, appointment clerk < admin
medical reception: GP receptionist, doctors receptionist, GP reception, surgery reception, health centre reception ~
  reception work < making appointments
visitor sign in: signing in visitors, visitor passes < reception work
""",
    "construction": """
construction labouring: labouring, labourer, labouring work, general labourer, building site work, site work,
  construction, construction work, building work, worked on building sites < lifting and carrying
bricklaying labouring: hod carrying, hod carrier, brickies labourer, bricklayers labourer ~ construction labouring
bricklaying: bricklayer, brickie, laying bricks < bricklaying labouring
plastering: plasterer, skimming walls
dry lining: plasterboarding, partition fitting < plastering
painting and decorating: decorating, decorator, painter, painter and decorator, wallpapering, painting walls,
  painting houses
carpentry: carpenter, joinery, joiner, woodwork, woodworking
kitchen and bathroom fitting: kitchen fitter, kitchen fitting, bathroom fitting < carpentry
plumbing: plumber, fixing pipes, fixing taps
electrical work: electrician, wiring, electrics, electricians mate
roofing: roofer, roof repairs
tiling: tiler, wall tiling, floor tiling
flooring: floor laying, carpet fitting, laminate flooring, carpet fitter
groundworks: groundworker, digging, paving, kerb laying, trenches, drainage work < construction labouring
scaffolding: scaffolder, scaffold labourer
demolition: demolition work, soft strip, strip out work < construction labouring
insulation work: loft insulation, insulation fitting, retrofit
traffic marshalling: banksman, traffic marshal, traffic management, road works, stop go boards < construction
  labouring
plant operating: digger driver, excavator, dumper driver, plant operator, plant driving
using power tools: power tools, hand tools, using tools, drills
road laying: tarmac, surfacing, highways work < groundworks
window fitting: glazing, double glazing, window fitter
building maintenance: maintenance, maintenance work, handyman, handyperson, odd jobs, property maintenance, property
  repairs, repairs and maintenance, estate maintenance
DIY: do it yourself, home repairs, household repairs, flat pack, flat pack furniture, jobs round the house, did up
  my flat, doing up houses < building maintenance, painting and decorating
site gate work: gateman, site gate, site access control ~ access control
""",
    "grounds and animals": """
gardening: gardener, allotment, allotments, growing vegetables, garden work, garden maintenance, planting, weeding ~
  grounds maintenance
grounds maintenance: groundskeeper, groundskeeping, groundsman, grounds work, mowing, grass cutting, strimming,
  hedge cutting, parks work, parks and gardens
tree work: tree surgery, tree surgeon, arborist, chainsaw work < grounds maintenance
landscaping: landscape gardening, fencing, laying patios, patio laying, landscaper ~ gardening < groundworks
farm work: farming, fruit picking, crop picking, farm labouring, farm hand, vegetable picking
garden centre work: garden centre, plant nursery, potting plants < gardening, retail sales
conservation work: conservation, countryside volunteering, park ranger, habitat work, woodland work < grounds
  maintenance
animal care: looking after animals, kennels, kennel work, animal rescue, cattery, zoo work, pets
dog walking: walking dogs, dog walker, dog sitting < animal care
dog grooming: pet grooming, grooming dogs < animal care
horse care: stable work, stables, grooming horses, horses < animal care
floristry: florist, flower arranging, arranging flowers
""",
    "security": """
security work: security, security guard, security officer, guarding, security guarding, static guard
door supervision: door supervisor, doorman, door staff, bouncer, door work ~ security work
CCTV monitoring: CCTV, CCTV operator, watching cameras, monitoring cameras < security work
crowd management: crowd control, crowd safety, event security ~ event stewarding < security work
patrolling: patrols, site patrols, mobile patrols, night watchman, walking the site < security work
access control: gatehouse, gatehouse work, checking passes, gate security < security work, visitor sign in
conflict management: de escalation, deescalation, calming people down, dealing with aggression, dealing with
  difficult people, managing conflict
searching people and bags: bag searches, searching bags, airport security < security work
incident reporting: incident reports, writing incident reports, reporting incidents < keeping records
""",
    "children and education": """
looking after children: childcare, child care, childminding, childminder, babysitting, babysitter, nanny, nannying,
  bringing up children, bringing up kids, raising children, raising kids, raised three children, being a parent,
  being a mum, being a dad, looking after kids, au pair ~ working with children
working with children: working with kids, work with children, children
nursery work: nursery assistant, nursery nurse, early years, early years work, preschool work, playgroup, toddler
  group ~ looking after children, working with children
teaching assistant work: teaching assistant, TA, TA work, classroom assistant, learning support assistant, classroom
  support, helping in class ~ working with children
supporting special needs at school: SEN, SEND, SEN support, SEND support, special needs, special educational needs ~
  teaching assistant work
teaching: teacher, teaching work, taught, lecturing, supply teaching ~ tutoring < teaching assistant work
tutoring: tutor, private tuition, homework help, helping with homework, homework club
youth work: youth worker, youth club, youth clubs, working with young people, youth leader, scout leader, scouts,
  guides leader < working with children
playwork: playworker, play work, after school club, breakfast club, holiday club, play scheme ~ working with
  children
lunchtime supervision: lunchtime supervisor, midday supervisor, midday assistant, playground supervisor, playground
  duty ~ playwork < working with children
sports coaching: coaching, sports coach, football coach, coaching football, fitness instructor, PE
training others: training staff, training new staff, showing new starters, staff training, trainer, inductions
mentoring: mentor, buddying, coaching people
exam invigilation: invigilator, exam invigilator, invigilating exams
adult learning support: adult learning, adult literacy, teaching English, ESOL teaching, numeracy support < tutoring
reading with children: reading volunteer, hearing children read, listening to readers < teaching assistant work
fostering: foster carer, foster care, foster parent ~ looking after children
""",
    "manufacturing and repair": """
production line work: factory work, factory, production line, assembly line, production operative, factory
  operative, production work, worked in a factory, line operative
machine operating: machine operator, operating machines, machinist, running machines < production line work
assembly: assembling, assembler, putting things together, electronics assembly, product assembly ~ production line
  work
food production: food factory, food packing, food processing, food production operative ~ production line work <
  food hygiene practice
quality checking: quality control, QC, quality inspection, quality inspector, inspecting, checking quality <
  production line work
sewing: sewing machinist, sewing machine, dressmaking, alterations, mending clothes, making clothes, tailoring,
  curtains
upholstery: upholsterer, reupholstery < sewing
vehicle repair: mechanic, car mechanic, fixing cars, car repairs, car maintenance, motor mechanic, garage work
tyre fitting: tyres, tyre fitter, tyre and exhaust < vehicle repair
bicycle repair: bike repair, bike mechanic, fixing bikes, mending bikes, bike repairs
printing: printer, print finishing, print room, print work, screen printing
soldering: circuit boards, electronics
CNC work: CNC, CNC operator, CNC machining < machine operating
welding: welder, MIG welding, fabrication
furniture making: furniture restoration, upcycling, upcycling furniture, restoring furniture ~ carpentry
engineering maintenance: maintenance engineer, machine maintenance, engineering < building maintenance
appliance repair: white goods, fixing washing machines, PAT testing
health and safety: workplace safety, risk assessments, working safely
reading drawings: technical drawings, reading plans, reading blueprints
""",
    "digital": """
PC repairs: computer repairs, computer repair, PC repair, fixing computers, mending computers, building PCs, fixing
  laptops, laptop repair ~ IT support
IT support: IT helpdesk, helpdesk, service desk, tech support, technical support, IT technician, first line support
phone repairs: phone repair, mobile phone repairs, fixing phones < PC repairs
social media: Facebook, Instagram, TikTok, running social media, social media pages, social media posts ~ digital
  marketing
digital marketing: online marketing, marketing, email marketing, SEO
web design: websites, web development, building websites, WordPress, made a website < using the internet
coding: programming, software development, Python, Java, JavaScript, HTML, computer programming
graphic design: Photoshop, Canva, design work, poster design, designing posters
video editing: YouTube, making videos, filming, film making, video production
photography: taking photos, photographer, photos
using the internet: internet, email, emails, online forms, basic IT, basic computer skills, going online, using a
  smartphone, using email
data analysis: analysing data, analytics, SQL, Power BI < spreadsheets
online selling: eBay, Vinted, Depop, selling online, online shop ~ selling < using the internet
writing for the web: copywriting, blogging, content writing, blog, content creation < writing clearly
computer aided design: CAD, AutoCAD, 3D design < reading drawings
network cabling: cabling, data cabling, networking < IT support
gaming: video games, computer games, game design
""",
    "creative and beauty": """
art: drawing, painting pictures, fine art, art course, accredited art course, artist, illustration, sketching
crafts: knitting, crochet, pottery, jewellery making, card making, craft work, making things
music: singing, playing guitar, playing an instrument, DJ, DJing, choir, music production, rapping
performing: acting, drama, dancing, dance, theatre, theatre group
hairdressing: hairdresser, doing hair, hair, cutting hair, salon work, hair stylist, salon assistant
barbering: barber, mens hair, fades ~ hairdressing
braiding hair: braiding, hair braiding, braids, afro hair, locs < hairdressing
beauty therapy: beautician, beauty, nails, nail technician, manicures, make up artist, makeup, eyelashes, threading
gallery work: gallery assistant, gallery invigilation, museum work, museum assistant, museum, arts venue, arts
  centre, heritage volunteering < welcoming guests
stage and sound: sound and lighting, stage crew, backstage, lighting, sound engineer, event crew
interior design: home styling, home decor
fashion design: fashion, making outfits < sewing
""",
    "languages": """
speaking another language: bilingual, second language, languages, multilingual, foreign languages
interpreting: interpreter, community interpreting < speaking another language
interpreting for family: interpreted for my mum, translating for family, translating for my parents, translating for
  my mum, interpreting for my parents, interpreting for neighbours ~ interpreting < speaking another language
translating: translation, translator, written translation ~ interpreting < speaking another language
sign language: BSL, British Sign Language, signing, makaton
speaking English: English, spoken English, ESOL, English conversation
speaking Albanian: Albanian < speaking another language
speaking Amharic: Amharic < speaking another language
speaking Arabic: Arabic < speaking another language
speaking Bengali: Bengali, Sylheti < speaking another language
speaking Cantonese: Cantonese < speaking another language
speaking Dari: Dari, Farsi, Persian < speaking another language
speaking French: French < speaking another language
speaking Gujarati: Gujarati < speaking another language
speaking Hindi: Hindi < speaking another language
speaking Italian: Italian < speaking another language
speaking Kurdish: Kurdish, Sorani < speaking another language
speaking Mandarin: Mandarin, Chinese < speaking another language
speaking Pashto: Pashto < speaking another language
speaking Polish: Polish < speaking another language
speaking Portuguese: Portuguese < speaking another language
speaking Punjabi: Punjabi < speaking another language
speaking Romanian: Romanian < speaking another language
speaking Russian: Russian < speaking another language
speaking Somali: Somali < speaking another language
speaking Spanish: Spanish < speaking another language
speaking Swahili: Swahili < speaking another language
speaking Tamil: Tamil < speaking another language
speaking Tigrinya: Tigrinya < speaking another language
speaking Turkish: Turkish < speaking another language
speaking Twi: Twi, Akan < speaking another language
speaking Ukrainian: Ukrainian < speaking another language
speaking Urdu: Urdu < speaking another language
speaking Welsh: Welsh < speaking another language
speaking Yoruba: Yoruba < speaking another language
""",
    "working with people": """
communicating clearly: communication, communication skills, good communicator, communicating, talking to people,
  explaining things, verbal communication, clear communication, people skills, getting on with people, interpersonal skills, good with
  people
writing clearly: writing, letter writing, writing letters, written communication, creative writing, writing emails
listening: good listener, active listening, listening to people < communicating clearly
public speaking: presenting, presentations, giving talks, talks, speaking in public < communicating clearly
working in a team: teamwork, team work, team working, team player, working with others, working together
leading a team: team leader, team leading, supervising, supervisor, supervising staff, managing staff, managing a
  team, people management, leadership, line management < working in a team
working alone: working independently, own initiative, using own initiative, working unsupervised, self motivated,
  initiative
time management: punctuality, punctual, timekeeping, time keeping, reliable, reliability, being on time, meeting
  deadlines
organising and planning: organising, organised, planning, organisation, organisational skills, being organised,
  multitasking
problem solving: solving problems, fixing problems, troubleshooting
attention to detail: accuracy, accurate, being careful, careful work
following instructions: following procedures, following rules
staying calm: staying calm under pressure, working under pressure, calm under pressure, patience, patient, coping
  with pressure
learning quickly: quick learner, fast learner, willing to learn, learning new things, adaptable, adaptability,
  flexible
negotiating: negotiation, persuading people, haggling
numeracy: maths, arithmetic, number skills, good with numbers, working with numbers
literacy: reading and writing, reading
physical fitness: fit and active, stamina, fitness, physically fit, on my feet all day
""",
    "home and community": """
budgeting for a household: budgeting, household budgeting, managing a budget, managing money, managing the bills,
  paying the bills, family budget, money management < bookkeeping, numeracy
running a home: running a household, housewife, househusband, homemaker, household management, home making, stay at
  home mum, stay at home dad, keeping house, housework < cleaning, organising and planning
volunteering: volunteer, voluntary work, volunteer work, volunteered, community volunteering, helped out locally
food bank work: food bank, food bank volunteer, community pantry, food bank volunteering, soup kitchen ~
  volunteering < warehouse picking and packing
community organising: community work, residents association, tenants association, organising locally, community
  group, street party, campaigning < organising events, volunteering
committee work: treasurer, committee treasurer, committee member, school governor, parent governor, PTA, parents association, trustee,
  club secretary < taking minutes, volunteering
helping neighbours: shopping for neighbours, running errands, errands, helping elderly neighbours ~ companionship <
  volunteering
helping people with forms: filling in forms, form filling, filling in forms for neighbours, helping neighbours with
  forms, filling out forms < advice work, admin
faith group volunteering: church volunteer, church volunteering, mosque volunteering, temple volunteering, gurdwara
  kitchen, sunday school, helping at church, helping at the mosque < volunteering
running own business: self employed, own business, business owner, running a business, sole trader, freelance, my
  own shop < bookkeeping, selling
armed forces service: army, navy, RAF, royal air force, ex forces, military, military service, veteran, army
  reserve, cadets < working in a team, following instructions
""",
}

CERTIFICATES = """
food hygiene level 1: level 1 food hygiene, food safety level 1, level 1 food safety
food hygiene level 2: food hygiene, level 2 food hygiene, food hygiene certificate, basic food hygiene, food safety
  level 2, level 2 food safety, level 2 food safety in catering, food hygiene l2 > food hygiene level 1
food hygiene level 3: level 3 food hygiene, food safety level 3, level 3 food safety, supervising food safety > food
  hygiene level 2, food hygiene level 1
allergen awareness certificate: allergen awareness, allergen training
first aid at work: FAW, three day first aid, 3 day first aid at work, first aid certificate at work > emergency
  first aid at work
emergency first aid at work: EFAW, one day first aid, emergency first aid, first aid level 2, 1 day first aid at
  work
paediatric first aid: paediatric first aid certificate, pediatric first aid
mental health first aid: MHFA, mental health first aider
care certificate: the care certificate, skills for care certificate
level 2 health and social care: health and social care level 2, NVQ 2 care, level 2 diploma in care, NVQ level 2
  care
level 3 health and social care: health and social care level 3, NVQ 3 care, level 3 diploma in adult care, NVQ level
  3 care > level 2 health and social care
level 2 childcare: childcare level 2, NVQ 2 childcare, early years level 2
level 3 childcare: childcare level 3, NVQ 3 childcare, early years educator, early years level 3 > level 2 childcare
level 2 teaching assistant: teaching assistant level 2, supporting teaching and learning level 2
level 3 teaching assistant: teaching assistant level 3, supporting teaching and learning level 3 > level 2 teaching
  assistant
safeguarding training: safeguarding, safeguarding level 1, child safeguarding, safeguarding adults, safeguarding
  certificate
safeguarding level 2: safeguarding training level 2 > safeguarding training
manual handling: manual handling certificate, manual handling training
moving and handling of people: people handling, moving and handling people, patient handling certificate, moving and
  handling
medication training: administering medication, medication administration, safe handling of medication
infection control training: infection control, infection prevention training
COSHH training: COSHH, COSHH awareness
fire safety training: fire marshal, fire warden, fire safety, fire awareness
health and safety at work: health and safety, level 2 health and safety, health and safety level 2, health and
  safety certificate
health and safety in construction: level 1 health and safety in construction, health and safety awareness
  construction, CITB health and safety awareness
CSCS card: CSCS, CSCS labourer card, CSCS green card, construction skills card
CSCS skilled worker card: CSCS blue card, blue CSCS card > CSCS card
asbestos awareness: asbestos, UKATA asbestos awareness, asbestos certificate
working at height: working at heights, work at height training
PASMA: PASMA card, mobile tower training, scaffold tower training
IPAF: IPAF card, cherry picker licence, powered access licence, MEWP licence
confined spaces: confined space training
abrasive wheels: abrasive wheels certificate
CPCS card: CPCS, plant operator card, NPORS
traffic marshal certificate: traffic marshal, banksman certificate, vehicle banksman
street works card: street works, NRSWA, streetworks
chainsaw certificate: chainsaw licence, chainsaw maintenance and cross cutting
pesticide certificate: PA1, PA6, spraying certificate, pesticides certificate
gas safe registration: gas safe, gas safe registered
18th edition wiring: 18th edition, wiring regulations
PAT testing certificate: PAT testing
forklift licence: forklift, fork lift licence, forklift certificate, FLT licence, counterbalance licence, forklift
  truck licence, counterbalance forklift licence
reach truck licence: reach truck, reach truck certificate
driving licence: full driving licence, UK driving licence, clean driving licence, category B licence, car licence,
  drivers licence, full UK licence, driving license, full clean driving licence > provisional driving licence
provisional driving licence: provisional licence, provisional
category C1 licence: C1 licence, category C1, 7.5 tonne licence > driving licence, provisional driving licence
category C licence: class 2 licence, class 2, category C, HGV class 2, HGV licence, LGV licence > category C1
  licence, driving licence, provisional driving licence
category CE licence: class 1 licence, class 1, C+E licence, category C+E, HGV class 1 > category C licence, category
  C1 licence, driving licence, provisional driving licence
category D1 licence: D1 licence, category D1, minibus licence > driving licence, provisional driving licence
category D licence: category D, bus licence, PCV licence, PSV licence > category D1 licence, driving licence,
  provisional driving licence
driver CPC: driver qualification card, driver CPC card
digital tachograph card: tacho card, tachograph card
MiDAS: MiDAS certificate, minibus driver awareness
motorcycle CBT: CBT, compulsory basic training, moped CBT
taxi licence: taxi and private hire licence, private hire licence, hackney carriage licence, private hire badge,
  taxi badge, taxi drivers licence, PHV licence
SIA door supervisor licence: SIA door supervisor, door supervisor licence, SIA badge, door badge, SIA DS licence, DS
  licence > SIA security guard licence
SIA security guard licence: SIA licence, SIA security licence, SIA security guard, SIA guarding licence, security
  guard licence
SIA CCTV licence: CCTV licence, SIA CCTV, SIA public space surveillance, public space surveillance licence
event stewarding certificate: spectator safety, level 2 spectator safety, NVQ 2 spectator safety
personal licence: alcohol licence, personal licence holder, APLH, personal alcohol licence
cellar management certificate: cellar certificate, award in beer and cellar quality
barista certificate: barista training, barista level 2
DBS update service: DBS on the update service, DBS update, update service
basic DBS certificate: basic DBS, basic disclosure
standard DBS certificate: standard DBS
enhanced DBS certificate: enhanced DBS, enhanced disclosure, enhanced CRB
level 2 customer service: customer service level 2, NVQ 2 customer service, customer service NVQ level 2
level 3 customer service: customer service level 3, NVQ 3 customer service > level 2 customer service
level 2 business administration: business administration level 2, business admin level 2, NVQ 2 business
  administration
level 3 business administration: business administration level 3, business admin level 3, NVQ 3 business
  administration > level 2 business administration
level 2 cleaning: level 2 cleaning principles, BICSc, BICS certificate, NVQ 2 cleaning
level 2 warehousing: warehousing level 2, NVQ 2 warehousing, warehousing and storage level 2
level 2 horticulture: horticulture level 2, NVQ 2 horticulture
level 2 hospitality: hospitality level 2, NVQ 2 hospitality, food and beverage service level 2
level 2 professional cookery: NVQ 2 cookery, professional cookery level 2, NVQ 2 catering
level 2 hairdressing: hairdressing level 2, NVQ 2 hairdressing
level 3 hairdressing: hairdressing level 3, NVQ 3 hairdressing > level 2 hairdressing
essential digital skills: digital skills certificate, digital skills level 1
ECDL: ICDL, European computer driving licence
GCSE English: English GCSE, GCSE English grade 4, GCSE English C > functional skills English level 2
GCSE maths: maths GCSE, GCSE mathematics, GCSE maths grade 4, GCSE maths C > functional skills maths level 2
functional skills English level 2: functional English level 2, level 2 English, literacy level 2, English level 2
functional skills maths level 2: functional maths level 2, level 2 maths, numeracy level 2, maths level 2
ESOL entry 3: ESOL entry level 3
ESOL level 1: level 1 ESOL > ESOL entry 3
ESOL level 2: level 2 ESOL > ESOL level 1, ESOL entry 3
pool lifeguard qualification: NPLQ, lifeguard qualification, national pool lifeguard qualification
phlebotomy certificate: phlebotomy training, phlebotomy level 3
level 2 pharmacy: medicines counter assistant certificate, NVQ 2 pharmacy
conflict resolution training: conflict resolution, conflict management training
GDPR training: GDPR, data protection training
"""
