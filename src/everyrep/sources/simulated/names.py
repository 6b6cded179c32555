"""Given and family names to make people of; every name can be written in cp1252."""

from __future__ import annotations

_GIVEN = (
    "Anna Lukas Sophie Jonas Katharina Felix Johanna Maximilian Lena Sebastian Miriam Tobias "
    "Julia Matthias Franziska Stefan Claudia Andreas Birgit Jürgen Käthe Günther Heike Björn Emma "
    "James Olivia William Charlotte Thomas Amelia Edward Elizabeth Robert Margaret Michael "
    "Katherine Christopher Jennifer Daniel Patricia Matthew Rebecca Anthony Deborah Joseph Susan "
    "Benjamin Victoria Samuel Alexandra Nicholas Samantha Jonathan Jessica Richard Theodore "
    "Camille Étienne Chloé Antoine Élodie Mathieu Hélène François Aurélie Benoît Margaux Rémi "
    "Lucía Javier Sofía Álvaro Carmen Íñigo Marta José Paula Andrés Inés Raúl Nuria Joaquín "
    "Giulia Matteo Francesca Lorenzo Chiara Davide Elena Niccolò Silvia Riccardo Ilaria Dario "
    "Ingrid Søren Astrid Lars Freja Mikkel Sigrid Håkon Linnéa Anders Maja Øystein Åsa Erik Šárka "
    "Tomás Zuzana Petr Žofie Marek Alena Jirka Ivana Pavel Daniela Milan Kornelia Bogdan Priya "
    "Arjun Ananya Rohan Meera Vikram Layla Omar Nadia Karim Yasmin Tariq Mei Kenji Yuki Hiro Linh "
    "Minh Soo-Jin Jae Amara Kwame Zola Tendai Chidi Ngozi Thandi Jabari Renata Thiago Beatriz "
    "Caio Marisol Diego Valentina Mateo Ximena Emilio Anke Detlef Wiebke Hinnerk Fenna Joost "
    "Marijke Pieter Sanne Willem Femke Bram Annika Kalle Riikka Juhani Aino Eero Nóra Gábor"
)
GIVEN = tuple(_GIVEN.split())

_FAMILY = (
    "Bergmann Kessler Lindner Vogt Seidel Brandt Hofmann Reuter Krüger Schäfer Böhm Möller Jäger "
    "Weißmann Grünwald Haberland Steinbach Falkner Rosner Ziegler Dietrich Ebner Pfeiffer Kuhn "
    "Whitlock Pemberton Harlow Ashdown Thackeray Langford Brightwell Holloway Marsden Redfern "
    "Kingsley Farrow Winslow Hathaway Calloway Merriman Stanhope Ellery Wickham Dunmore Prescott "
    "Aldridge Barlow Crowther Denholm Fairfax Garrick Huxley Ingram Keswick Lockhart Mowbray "
    "Beaumont Delacroix Fontaine Girard Lemaître Marchand Perrault Roussel Séguin Vasseur Duché "
    "Chevallier Bonnet Carpentier Desrosiers Gauthier Lefèvre Mercier Noël Pelletier Renaud "
    "Herrera Navarro Cortés Ibáñez Montoya Salgado Vidal Zamora Cárdenas Fuentes Morán Peña Rioja "
    "Benítez Domínguez Escudero Gallardo Iglesias Lozano Núñez Ortega Quiroga Solís Tejada Ureña "
    "Bianchi Colombo Ferrara Galli Lombardi Marchetti Pellegrini Rinaldi Santoro Valentini Bassi "
    "Caruso Donati Fiorentino Gentile Landini Moretti Orsini Parisi Rossetti Serra Tedesco Vitale "
    "Lindqvist Sørensen Bjørnstad Åkesson Dahlgren Ekström Fredriksen Hagström Jørgensen Kjær "
    "Lundgren Nygård Östberg Rasmussen Sandvik Thorsen Vestergaard Engström Holmgren Mäkinen "
    "Nováková Dvorsky Horák Kolár Malý Svoboda Urban Veselý Zeman Bartos Kovács Szabo Lengyel "
    "Wolski Zielinski Kaminska Sokolova Petrenko Orlov Baranov Kravets Melnyk Tkach Ilves Tamm "
    "Kapoor Mehta Iyer Banerjee Chatterjee Malhotra Nair Reddy Sharma Verma Haddad Khoury Nasser "
    "Rahimi Saleh Tanaka Watanabe Nakamura Kobayashi Nguyen Pham Tran Kim Park Choi Zhang Lin Wu "
    "Okafor Adeyemi Mensah Boateng Nkosi Dlamini Mbeki Okonkwo Abara Diallo Traoré Keïta Almeida "
    "Barbosa Carvalho Ferreira Gonçalves Magalhães Nogueira Pinheiro Queiróz Ribeiro Bakker "
    "Dekker Hendriks Jansen Kuiper Mulder Postma Smit Verhoeven Visser Zijlstra Brouwer Abbott "
    "Blackwood Carmichael Drummond Eastwood Fenwick Goodwin Hargreaves Jamieson Kirkland "
    "Lancaster Monroe Norwood Oakley Penrose Quinlan Ravenscroft Sinclair Tremayne Underhill "
    "Vance Westbrook Yardley Atherton Bellamy Covington Dalrymple Everhart Faulkner Galbraith "
    "Halloran Irving Jarvis Kendrick Lombard Mathis Napier Overton Pruitt Rutledge Sheffield"
)
FAMILY = tuple(_FAMILY.split())

NICKNAMES = {
    "Robert": "Bob", "William": "Bill", "Elizabeth": "Liz", "Margaret": "Maggie", "Michael":
    "Mike", "Katherine": "Kate", "Christopher": "Chris", "Jennifer": "Jen", "Daniel": "Dan",
    "Patricia": "Pat", "Matthew": "Matt", "Rebecca": "Becky", "Anthony": "Tony", "Deborah": "Deb",
    "Joseph": "Joe", "Susan": "Sue", "Benjamin": "Ben", "Victoria": "Vicky", "Samuel": "Sam",
    "Alexandra": "Alex", "Nicholas": "Nick", "Samantha": "Sam", "Jonathan": "Jon", "Jessica":
    "Jess", "Richard": "Rick", "Theodore": "Ted", "Thomas": "Tom", "Edward": "Ed", "James": "Jim",
    "Maximilian": "Max", "Sebastian": "Basti", "Katharina": "Kathi", "Franziska": "Franzi",
    "Matthias": "Matze", "Johanna": "Hanna", "Francesca": "Chicca", "Lorenzo": "Enzo",
    "Alessandro": "Ale", "Valentina": "Vale", "José": "Pepe", "Beatriz": "Bia", "Mikkel": "Mik",
    "Charlotte": "Lottie", "Tobias": "Tobi", "Stefan": "Steff", "Andreas": "Andi",
}  # fmt: skip

_COMPANY_FIRST = (
    "Alder Amber Anvil Arbor Argent Aster Atlas Aurora Basalt Beacon Birch Bluefin Boreal Bridge "
    "Cascade Cedar Cinder Clover Cobalt Copper Coral Crescent Delta Drift Ember Fjord Flint Forge "
    "Garnet Glacier Granite Harbor Haven Hazel Helio Horizon Indigo Iris Iron Ivory Juniper "
    "Kestrel Lantern Larch Lumen Maple Marble Meridian Mistral Nimbus North Oak Obsidian Onyx "
    "Opal Orchard Osprey Pebble Pine Polar Prairie Quartz Raven Ridge River Rowan Sable Saffron "
    "Sierra Silver Slate Solstice Sparrow Spruce Summit Tamarind Tempest Thistle Tidal Topaz "
    "Umbra Valley Vertex Violet Walnut Willow Winter Zenith Zephyr"
)
COMPANY_FIRST = tuple(_COMPANY_FIRST.split())
_COMPANY_SECOND = (
    "Analytics Bank Biotech Brewing Capital Care Chemicals Clinics Components Consulting Dairy "
    "Dynamics Electric Energy Engineering Express Farms Fashion Foods Freight Furniture Glass "
    "Health Hotels Industries Insurance Labs Leasing Logistics Machinery Maritime Media Metals "
    "Motors Networks Optics Packaging Paper Partners Pharma Plastics Power Press Rail Retail "
    "Robotics Services Shipping Software Solutions Steel Studios Supply Systems Telecom Textiles "
    "Tools Trading Travel Water Works"
)
COMPANY_SECOND = tuple(_COMPANY_SECOND.split())
COMPANY_FORM = ("GmbH", "Ltd", "Inc.", "SA", "BV", "AB", "SpA", "AG", "LLC", "Group")
