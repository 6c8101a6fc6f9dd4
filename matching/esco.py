"""Where the built-in words and ESCO say the same: the way from how people talk to ESCO's concepts, when it is loaded.

A line is one built-in concept: `label = its twin in ESCO ~ close to it; ...`. Who holds the one holds its twin, and the
close ones nearly as well (matching.taxonomy.CLOSE). ESCO's side is its preferred label of version 1.1.0; one that a
later version calls otherwise is left out. Source: written for this project, after the phrases of
tests/matching/data/lay_phrases.csv had been labelled.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

LINES = """
retail sales = sell products ~ carry out active selling; provide customer follow-up services
till work = operate cash register ~ operate cash point; manage cash desk; process payments
cash handling = handle financial transactions ~ handle petty cash; process payments; operate cash register
shelf stacking = stock shelves
stock control = monitor stock level ~ keep stock records; manage inventory; maintain stock control systems; perform
  stock valuation; carry out stock rotation
merchandising = organise product display ~ assemble visual displays; change window displays
volunteering in a charity shop ~ sell second-hand merchandise; sell products
sorting donations ~ sort textile items
market stall work ~ sell products; carry out active selling
online order picking ~ pick orders for dispatching
selling = carry out active selling ~ sell products; sell services
returns and refunds = handle returns ~ process refunds
age checks = enforce regulations of selling alcoholic beverages to minors ~ enforce regulations of selling tobacco
  to minors
post office counter work ~ handle financial transactions
loss prevention = prevent shoplifting ~ prevent theft
kitchen and catering work = use food preparation techniques ~ handle kitchen equipment; food service operations
washing up = wash the dishes ~ operate dishwashing machine
food preparation ~ use food preparation techniques; use food cutting tools; prepare vegetable products for use in a
  dish
cooking from scratch = use cooking techniques ~ cook vegetable products; cook meat dishes
chef work = use culinary finishing techniques ~ use cooking techniques; cook meat dishes
baking = bake goods ~ cook pastry products; prepare bakery products; bake pastry for special events
barista work = prepare hot drinks ~ prepare specialised coffee
school meals work ~ serve food in table service
food hygiene practice = comply with food safety and hygiene ~ food hygiene rules; food safety principles
fast food work ~ prepare ready-made dishes; take food and beverage orders from customers
event catering ~ provide food and beverages
menu planning = plan menus
butchery = prepare meat products for use in a dish
serving food and drink = serve food in table service ~ take food and beverage orders from customers; serve beverages
bar work = serve beers ~ serve beverages; setup the bar area; stock the bar; prepare mixed beverages
cellar work = manage cellar stocks
hotel housekeeping = make the beds ~ service rooms; clean rooms
hotel reception = assist guest departure ~ check in guests; deal with arrivals in accommodation; deal with
  departures in accommodation
hotel portering = handle guest luggage
welcoming guests = greet guests
event stewarding = control crowd ~ assist visitors
ticket sales = sell tickets ~ check tickets at venue entry
ushering = check tickets at venue entry ~ assist visitors
lifeguarding = rescue bathers ~ supervise pool activities
conference set up = arrange event needs ~ arrange tables
care work = tend to elderly people ~ provide domestic care
personal care ~ tend to elderly people; provide domestic care
caring for a relative = provide domestic care ~ tend to elderly people
caring for a disabled child = disability care
supporting people with dementia ~ tend to elderly people
supporting people with learning disabilities ~ disability care; assist individuals with disabilities in community
  activities
supporting people with physical disabilities = assist social service users with physical disabilities ~ support
  individuals to adjust to physical disability
mental health support ~ promote mental health
moving and handling = transfer patients ~ ergonomics
support work ~ assist social service users with physical disabilities; apply person-centred care
supporting independent living = support social service users to live at home ~ assist healthcare users achieve
  autonomy
giving medication = administer prescribed medication ~ assist with self-medication; assist in the administration of
  medication to elderly
companionship ~ tend to elderly people
end of life care = provide palliative care ~ palliative care; support social service users at the end of life
care planning = plan social service process ~ maintain records of work with service users
running activities = animate in the outdoors ~ entertain people
homelessness support = assist the homeless
substance use support = assess clients' drug and alcohol addictions ~ work on the effects of abuse
peer support = peer group methods
advocacy = advocate for others ~ advocate for social service users
healthcare assistant work = provide basic support to patients ~ implement nursing care
taking blood samples = take blood samples ~ perform venepuncture procedures; collect biological samples from
  patients
taking observations = monitor patient's vital signs ~ monitor basic patients signs; take and analyse blood pressure
dispensing support = dispense medicines ~ prepare medication from prescription
portering = transport allocated patients ~ transfer patients
first aid = first aid ~ provide first aid; apply first response
infection control = infection control
sterile services = sterilise medical equipment ~ decontamination techniques; sterilise working environment
ward clerk work = manage healthcare users' data ~ archive healthcare users' records
dental nursing = assist the dentist during the dental treatment procedure
laboratory support = perform laboratory tests ~ label samples
vaccination support = assist with vaccination procedures
patient transport = transport patient to medical facility ~ drive ambulance under non-emergency conditions
health promotion = health education ~ provide health education; promote mental health
therapy support = assist physiotherapists
massage = give massages
cleaning = clean rooms ~ clean surfaces; clean building floors; vacuum surfaces; operate floor cleaning equipment
deep cleaning ~ clean surfaces; clean rooms
kitchen cleaning = clean kitchen equipment
window cleaning = clean glass surfaces
laundry work = wash the laundry ~ clean household linens; maintain linen operation
ironing = iron textiles
industrial cleaning = clean industrial containers ~ operate floor cleaning equipment
caretaking = operate janitorial tools ~ secure premises; perform minor repairs to buildings' systems
street cleaning = perform street cleaning manually ~ operate motorised street sweeping machine
waste and recycling work = sort waste ~ collect domestic waste; handle waste; collect industrial waste
vehicle cleaning = clean vehicle interiors ~ clean vehicle exterior; wash vehicles; clean road vehicles
house clearance ~ dispose of non-hazardous waste
pest control = perform pest control
handling cleaning chemicals = handle chemical cleaning agents
warehouse picking and packing = pick orders for dispatching ~ pack goods; operate voice picking systems
goods in and out = perform loading and unloading operations ~ unload cargo; load cargo; unload supplies; receive
  goods; check deliveries on receipt
forklift driving = operate forklift
reach truck driving ~ operate forklift
pallet truck work = operate warehouse materials ~ load heavy items on pallets
handheld scanning = use barcode scanning equipment
parcel sorting = differentiate types of packages
labelling = label foodstuffs ~ label samples
lifting and carrying = lift heavy weights ~ assist in the movement of heavy loads
removals = assist in the movement of heavy loads ~ follow detailed procedures for relocating specific goods
furniture delivery = handle delivery of furniture goods
driving = drive vehicles ~ drive in urban areas
delivery driving = handle delivered packages ~ drive vehicles
taxi driving = provide high-end driving services ~ drive in urban areas
bus driving = manoeuvre bus
HGV driving = manoeuvre heavy trucks
passenger assistance = assist passengers ~ assist disable passengers
cycle delivery ~ drive two-wheeled vehicles
motorbike delivery = drive two-wheeled vehicles
leaflet delivery = deliver leaflets ~ hand out flyers
postal delivery = handle mail ~ deliver correspondence
route planning = prepare transportation routes ~ read maps
chauffeuring ~ provide high-end driving services
station assistance ~ provide information to passengers
parking enforcement = regulate traffic ~ monitor parking areas to maintain security
admin = perform clerical duties ~ perform office routine activities; handle paperwork
data entry = process data ~ maintain data entry requirements
using office software = use microsoft office ~ have computer literacy; office software
spreadsheets = use spreadsheets software
word processing = use word processing software
typing = type at speed ~ type error-free documents
audio typing = type texts from audio sources ~ tape transcription
keeping records = keep task records ~ keep records of work progress
filing = file documents ~ organise business documents
taking minutes = write meeting reports
diary management = fix meetings ~ administer appointments
bookkeeping = maintain financial records ~ manage accounts; bookkeeping regulations; accounting entries
invoicing = issue sales invoices
payroll = manage payroll ~ calculate wages
post room work ~ handle mail; collect mail
photocopying and scanning = reproduce documents ~ prepare documents for scanning; digitise documents
secretarial work = execute administration ~ perform clerical duties
legal secretarial work ~ compile legal documents
library work = organise library material ~ manage library users queries
archiving = manage archive
proofreading = proofread text
report writing = write work-related reports ~ write routine reports
ordering supplies = order supplies ~ Order products
human resources admin = human resource management ~ manage human resources; hire human resources
project support = perform project management
organising events = plan events ~ coordinate events; organise cultural events
organising rotas = schedule shifts ~ plan shifts of employees
customer service = assist customers ~ provide high quality customer service; maintain customer service; customer
  service; guarantee customer satisfaction; communicate with customers
handling complaints = handle customer complaints ~ handle complaints
call centre work = answer incoming calls ~ contact customers; communicate with customers
telesales = telemarketing ~ prospect new customers; contact customers
bank branch service = banking activities ~ offer financial services; handle financial transactions
advice work = provide social counselling ~ advise others; advise on social security benefits
enquiry desk work = respond to customers' inquiries ~ respond to enquiries; provide information
online customer service = provide online help
fundraising = perform fundraising activities ~ manage fundraising activities
market research interviewing = conduct public surveys ~ interview people; survey techniques; perform market research
handling bookings = process reservations ~ process booking
reception work = maintain reception area ~ greet guests
answering the telephone ~ answer incoming calls; communicate by telephone
switchboard work ~ answer incoming calls; communicate by telephone
making appointments = administer appointments ~ fix meetings
medical reception ~ maintain reception area; administer appointments
visitor sign in = register visitors
construction labouring = transport construction supplies ~ mix concrete; prepare site for construction
bricklaying labouring = mix construction grouts ~ transport construction supplies
bricklaying = lay bricks
plastering = plaster surfaces
dry lining = place drywall ~ tape drywall
painting and decorating = paint surfaces ~ hang wallpaper
carpentry = carpentry ~ join wood elements; use traditional toolbox tools; install wood elements in structures
kitchen and bathroom fitting = assemble prefabricated furniture
plumbing = repair plumbing systems ~ install plumbing systems
electrical work = install electrical and electronic equipment ~ install electricity sockets; install lighting
roofing = roofing techniques ~ lay interlocking roof tiles; lay non-interlocking roof tiles; attach roofing cover
tiling = lay tiles ~ cut tiles
flooring = install floor coverings ~ install laminate floor
groundworks = dig soil mechanically ~ excavation techniques; lay concrete slabs; dig sewer trenches
scaffolding = build scaffolding ~ dismantle scaffolding
demolition = demolish structures ~ demolition techniques
insulation work = install insulation material ~ install insulation blocks
traffic marshalling ~ regulate traffic; guide operation of heavy construction equipment; guide cranes
plant operating = operate excavator ~ drive mobile heavy construction equipment; operate digging construction
  equipment
using power tools = use power tools
road laying = pave asphalt layers ~ lay base courses; install kerbstones; operate jackhammer
window fitting = assemble windows ~ set window
building maintenance = perform minor repairs to buildings' systems ~ plan buildings maintenance work
DIY = use traditional toolbox tools ~ assemble prefabricated furniture
site gate work ~ register visitors; supervise security at manned access gates
gardening = use gardening equipment ~ grow plants; horticulture principles; plant green plants; lawn care
grounds maintenance = maintain ground ~ maintain turf and grass; provide lawn care; prune hedges and trees; operate
  various kinds of grass maintenance equipment
tree work = fell trees ~ operate chainsaw; de-limb trees; prune plants; tree preservation and conservation
landscaping = lay stones ~ lay concrete slabs; build fences
farm work = harvest crop ~ milk animals; feed livestock
garden centre work ~ nurse plants
conservation work = conserve natural resources ~ advise on nature conservation
animal care = feed pets ~ maintain animal accommodation; monitor the welfare of animals; care for living pets in the
  store
dog walking = provide dog walking services ~ implement exercise activities for animals
dog grooming = groom animals ~ style a dog's coat; bathe dogs
horse care = care for horses ~ provide care for horses
floristry = create flower arrangements ~ floral composition techniques
security work = secure premises ~ monitor building security; patrol areas
door supervision = provide door security ~ control crowd
CCTV monitoring = manage closed-circuit television system ~ handle surveillance equipment; monitor surveillance
  equipment; surveillance methods
crowd management ~ control crowd
patrolling = patrol areas
access control = supervise security at manned access gates
conflict management = apply conflict management ~ conflict management; deal with aggressive behaviour
searching people and bags = perform security checks ~ conduct security screenings
incident reporting = write security reports ~ create incident reports; write situation reports
looking after children = supervise children ~ attend to children's basic physical needs; babysitting; baby care
working with children ~ supervise children; communicate with youth; play with children
nursery work = implement care programmes for children ~ attend to children's basic physical needs; play with
  children
teaching assistant work = provide teacher support ~ assist students in their learning
supporting special needs at school = assist children with special needs in education settings ~ special needs
  education; provide specialised instruction for special needs students
teaching = teach primary education class content ~ apply teaching strategies
tutoring = tutor students ~ assist children with homework
youth work = youth work principles ~ plan youth activities; coach young people
playwork = provide after school care ~ play with children
lunchtime supervision = perform playground surveillance
sports coaching = instruct in sport ~ motivate in sports
training others = train employees ~ instruct others; introduce new employees
mentoring = mentor individuals ~ coach young people
exam invigilation = manage tests ~ administer exams
adult learning support ~ assist students in their learning
reading with children ~ teach reading strategies; assist students in their learning
fostering ~ attend to children's basic physical needs
production line work = observe machine feed ~ work in assembly line teams; pack goods
assembly = align components
food production = tend packaging machines
quality checking = inspect quality of products ~ detect product defects; remove defective products
sewing = sew pieces of fabric ~ sew textile-based articles; sew curtains; alter wearing apparel
upholstery = perform upholstery repair ~ provide customized upholstery
vehicle repair = carry out repair of vehicles ~ perform minor vehicle repairs
tyre fitting = replace tyres ~ balance tyres
bicycle repair = perform repairs on bicycles ~ bicycle mechanics; tune bicycles
printing = operate printing machinery ~ printing techniques
soldering = solder electronics ~ soldering techniques; solder components onto electronic board
CNC work = tend CNC milling machine ~ tend CNC grinding machine; tend CNC drilling machine; tend computer numerical
  control lathe machine; program a CNC controller
welding = operate welding equipment ~ welding techniques; use welding equipment
furniture making = create furniture frames ~ design original furniture; woodworking processes
engineering maintenance = perform machine maintenance ~ maintain machinery; perform maintenance on installed
  equipment
appliance repair = repair household appliances ~ repair equipment on site
health and safety = health and safety in the workplace ~ health and safety regulations; promote health and safety;
  apply health and safety standards
reading drawings = read standard blueprints ~ interpret 2D plans
PC repairs = assemble hardware components ~ maintain computer hardware; repair ICT devices
IT support = provide ICT support ~ handle helpdesk problems
phone repairs = repair mobile devices
social media = social media management ~ stay up to date with social media; apply social media marketing
digital marketing = social media marketing techniques ~ digital marketing techniques; plan digital marketing
web design = implement front-end website design ~ web programming; create website wireframe; manage website
coding = computer programming
graphic design = design graphics ~ graphic design; desktop publishing
video editing = perform video editing ~ edit digital moving images
photography = photography ~ operate a camera; edit photographs
using the internet = browse, search and filter data, information and digital content ~ have computer literacy
data analysis = perform data analysis ~ data analytics
online selling = sell second-hand merchandise ~ e-commerce systems
writing for the web = create online news content
computer aided design = CAD software ~ use CAD software; technical drawings
network cabling = ICT networking hardware
art = create original paintings ~ use artistic materials for drawing; draw design sketches
crafts = use manual knitting techniques ~ crafting
music = play musical instruments ~ perform music solo; sing; perform music in ensemble
performing = act for an audience ~ perform live; acting techniques; perform dances
hairdressing = style hair ~ apply hair cutting techniques; hair cutting techniques; wash hair; dye hair
barbering = treat facial hair ~ apply hair cutting techniques
braiding hair ~ style hair
beauty therapy = apply nail polish ~ make-up techniques; shape nails; decorate nails; cosmetic manicure; offer
  cosmetic beauty advice
gallery work ~ assist visitors
stage and sound = operate sound live ~ rig lights; set up sound equipment; perform soundchecks; assemble performance
  equipment
interior design = develop a specific interior design ~ home decoration techniques
fashion design = design wearing apparel
interpreting = interpret spoken language between two parties ~ perform bilateral interpretation; interpreting modes
interpreting for family ~ interpret spoken language between two parties; translate spoken language
translating = translate texts ~ translate spoken language; translate different types of texts
sign language = sign language
speaking Albanian = Albanian ~ interact verbally in Albanian; understand spoken Albanian
speaking Arabic = Arabic ~ interact verbally in Arabic; understand spoken Arabic
speaking Bengali = Bengali ~ interact verbally in Bengali; understand spoken Bengali
speaking French = French ~ interact verbally in French; understand spoken French
speaking Gujarati = Gujarati ~ interact verbally in Gujarati; understand spoken Gujarati
speaking Hindi = Hindi ~ interact verbally in Hindi; understand spoken Hindi
speaking Italian = Italian ~ interact verbally in Italian; understand spoken Italian
speaking Kurdish = Kurdish ~ interact verbally in Kurdish; understand spoken Kurdish
speaking Polish = Polish ~ interact verbally in Polish; understand spoken Polish
speaking Portuguese = Portuguese ~ interact verbally in Portuguese; understand spoken Portuguese
speaking Punjabi = Punjabi ~ interact verbally in Punjabi; understand spoken Punjabi
speaking Romanian = Romanian ~ interact verbally in Romanian; understand spoken Romanian
speaking Russian = Russian ~ interact verbally in Russian; understand spoken Russian
speaking Spanish = Spanish ~ interact verbally in Spanish; understand spoken Spanish
speaking Tamil = Tamil ~ interact verbally in Tamil; understand spoken Tamil
speaking Turkish = Turkish ~ interact verbally in Turkish; understand spoken Turkish
speaking Ukrainian = Ukrainian ~ interact verbally in Ukrainian; understand spoken Ukrainian
speaking Urdu = Urdu ~ interact verbally in Urdu; understand spoken Urdu
speaking Welsh = Welsh ~ interact verbally in Welsh; understand spoken Welsh
speaking English = English ~ interact verbally in English; understand spoken English
communicating clearly = use communication techniques ~ relate empathetically
writing clearly = apply grammar and spelling rules
listening = listen actively
public speaking = conduct public presentations ~ give live presentation; speak about your work in public
working in a team = work in teams ~ teamwork principles
leading a team = lead a team ~ supervise staff; manage staff; lead others; supervise work
working alone = work independently ~ show initiative
time management = manage time ~ meet deadlines; act reliably; comply with schedule; meet commitments
organising and planning = work in an organised manner ~ plan; organise information, objects and resources
problem solving = solve problems ~ create solutions to problems; troubleshoot
attention to detail = attend to detail
following instructions = follow verbal instructions ~ follow written instructions
staying calm = react calmly in stressful situations ~ handle stressful situations; tolerate stress; cope with
  stress; exercise patience
learning quickly = adapt to change ~ demonstrate willingness to learn; adapt to changing situations
negotiating = moderate in negotiations ~ negotiate compromises
numeracy = carry out calculations ~ apply numeracy skills
literacy ~ apply grammar and spelling rules
physical fitness = maintain physical fitness ~ adjust to physical demands
budgeting for a household = manage personal finances ~ manage budgets
running a home ~ clean rooms; provide domestic care
volunteering ~ assist community; provide charity services
food bank work ~ provide charity services; assist community
community organising = advocate a cause ~ assist community; develop campaigns
committee work ~ manage accounts; manage budgets; write meeting reports
helping neighbours ~ tend to elderly people; assist community
helping people with forms = fill out forms ~ advise on social security benefits
faith group volunteering ~ assist in church service
running own business = entrepreneurship ~ show entrepreneurial spirit; manage a small-to-medium business
"""


@dataclass(frozen=True, slots=True)
class Twins:
    """`same`: ESCO label -> built-in key. `close`: (built-in key, ESCO label), the closest first."""

    same: Mapping[str, str]
    close: tuple[tuple[str, str], ...]


@cache
def twins() -> Twins:
    same: dict[str, str] = {}
    close: list[tuple[str, str]] = []
    for key, twin, others in _entries():
        if twin:
            same[twin] = key
        close += [(key, label) for label in others]
    return Twins(same, tuple(close))


def _entries() -> Iterator[tuple[str, str, list[str]]]:
    for line in LINES.replace("\n  ", " ").strip().splitlines():
        label, _, others = line.partition(" ~ ")
        label, _, twin = label.partition(" = ")
        yield label.casefold(), twin, others.split("; ") if others else []
