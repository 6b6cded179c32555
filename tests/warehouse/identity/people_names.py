"""Name lists of the mess generator: common names of several languages, and how they get bent.

Written for the generator alone; the resolver's table of given names is another one, so that what
the resolver does not know also turns up here.
"""

from __future__ import annotations

# Language -> (share of people, given names, surnames), the most common first.
LANGUAGES: dict[str, tuple[float, str, str]] = {
    "english": (
        0.34,
        """
        James Mary John Patricia Robert Jennifer Michael Linda William Elizabeth David
        Barbara Richard Susan Joseph Jessica Thomas Sarah Charles Karen Christopher Lisa
        Daniel Nancy Matthew Betty Anthony Margaret Mark Sandra Donald Ashley Steven
        Kimberly Paul Emily Andrew Donna Joshua Michelle Kenneth Carol Kevin Amanda Brian
        Melissa George Deborah Timothy Stephanie Ronald Rebecca Edward Laura Jason Sharon
        Jeffrey Cynthia Ryan Kathleen Jacob Amy Gary Angela Nicholas Shirley Eric Brenda
        Jonathan Emma Stephen Anna Larry Pamela Justin Nicole Scott Samantha Brandon
        Katherine Benjamin Christine Samuel Helen Gregory Debra Alexander Rachel Patrick
        Carolyn Frank Janet Raymond Maria Jack Olivia Dennis Heather Tyler Grace Aaron Alice
        Henry Judith Douglas Julia Peter Teresa
        """,
        """
        Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Thomas Moore
        Jackson Martin Lee Thompson White Harris Clark Lewis Robinson Walker Young Allen
        King Wright Scott Hill Green Adams Baker Nelson Mitchell Campbell Roberts Carter
        Phillips Evans Turner Parker Collins Edwards Stewart Morris Murphy Cook Rogers
        Morgan Cooper Peterson Reed Bailey Bell Kelly Howard Ward Cox Richardson Wood Watson
        Brooks Bennett Gray James Hughes Price Myers Long Foster Sanders Ross Powell
        Sullivan Russell Fisher Henderson Cole Graham Wallace West Jordan Owens Reynolds
        Ford Ellis Harrison Gibson McDonald Marshall O'Brien O'Connor Fitzgerald MacLeod
        Murray Freeman Wells Webb Simpson
        """,
    ),
    "german": (
        0.12,
        """
        Peter Michael Thomas Andreas Wolfgang Klaus Jürgen Stefan Christian Uwe Werner
        Markus Sabine Monika Petra Ursula Susanne Claudia Andrea Birgit Katrin Anja Silke
        Julia Anna Martin Matthias Alexander Frank Bernd Jens Jörg Björn Tobias Florian
        Lukas Jan Felix Maximilian Katharina Christina Nicole Stefanie Melanie Sandra
        Franziska Heike Günther
        """,
        """
        Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer
        Koch Bauer Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger
        Hofmann Hartmann Lange Schmitt Werner Krause Meier Lehmann Schmid Schulze Maier
        Köhler Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß
        Jung Hahn Vogel Jäger Groß Böhm Größer Strauß Kühn Günther
        """,
    ),
    "french": (
        0.08,
        """
        Jean Pierre Michel André Philippe Alain Nicolas François Christophe Laurent Julien
        Sébastien Frédéric Stéphane Thierry Guillaume Marie Nathalie Isabelle Sylvie
        Catherine Françoise Valérie Sophie Céline Sandrine Véronique Hélène Aurélie Émilie
        Camille Chloé Mathieu Thomas Benoît Jérôme Rémi Anne Claire Jean-Pierre Marie-Claude
        Jean-Luc
        """,
        """
        Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon Laurent
        Lefèvre Michel Garcia David Bertrand Roux Vincent Fournier Morel Girard André
        Mercier Dupont Lambert Bonnet François Martinez Legrand Garnier Faure Rousseau Blanc
        Guérin Müller Henry Roussel Perrin Morin Clément Gauthier Chevalier Léger Bérard
        """,
    ),
    "spanish": (
        0.12,
        """
        Antonio José Manuel Francisco Juan David Javier Carlos Jesús Alejandro Miguel Rafael
        Pedro Pablo Ángel Sergio Fernando Luis Jorge Alberto Álvaro Diego Adrián Raúl
        Enrique María Carmen Ana Isabel Laura Cristina Marta Lucía Elena Pilar Raquel Sara
        Paula Rosa Beatriz Silvia Teresa Patricia Mónica Andrea Alba Guadalupe Ximena
        """,
        """
        García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Martín
        Jiménez Ruiz Hernández Díaz Moreno Muñoz Álvarez Romero Alonso Gutiérrez Navarro
        Torres Domínguez Vázquez Ramos Gil Ramírez Serrano Blanco Molina Morales Suárez
        Ortega Delgado Castro Ortiz Rubio Marín Sanz Núñez Iglesias Medina Garrido Cortés
        Castillo Santos
        """,
    ),
    "italian": (
        0.05,
        """
        Giuseppe Antonio Giovanni Mario Francesco Luigi Angelo Vincenzo Pietro Salvatore
        Marco Andrea Alessandro Luca Matteo Stefano Paolo Roberto Maria Anna Giulia
        Francesca Chiara Sara Laura Elena Valentina Silvia Federica Paola Giovanna Nicolò
        """,
        """
        Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo
        Conti De_Luca Mancini Costa Giordano Rizzo Lombardi Moretti Barbieri Fontana Santoro
        Mariani Rinaldi Caruso Ferrara Galli Martini Leone D'Angelo Di_Stefano
        """,
    ),
    "polish": (
        0.05,
        """
        Piotr Krzysztof Andrzej Tomasz Jan Paweł Michał Marcin Stanisław Jakub Adam Marek
        Łukasz Grzegorz Mateusz Wojciech Anna Maria Katarzyna Małgorzata Agnieszka Barbara
        Ewa Magdalena Elżbieta Joanna Krystyna Zofia Jadwiga Danuta
        """,
        """
        Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański
        Woźniak Dąbrowski Kozłowski Jankowski Mazur Kwiatkowski Krawczyk Piotrowski
        Grabowski Nowakowski Pawłowski Michalski Nowicki Adamczyk Dudek Zając Wieczorek
        Jabłoński Król
        """,
    ),
    "nordic": (
        0.05,
        """
        Lars Anders Erik Per Karl Jan Mikael Johan Fredrik Søren Jørgen Bjørn Håkon Øyvind
        Åke Anna Maria Eva Karin Kristina Birgitta Ingrid Åsa Astrid Mette Kirsten Hanne
        Sigrid
        """,
        """
        Johansson Andersson Karlsson Nilsson Eriksson Larsson Olsson Persson Hansen Jensen
        Nielsen Pedersen Sørensen Rasmussen Jørgensen Møller Østergaard Berg Haugen
        Lindström Lindqvist Åberg Öberg Sjöberg Bjørklund Virtanen Korhonen
        """,
    ),
    "dutch": (
        0.03,
        """
        Johannes Jan Cornelis Hendrik Willem Pieter Maarten Bas Sjoerd Maria Johanna Anna
        Femke Sanne Lotte Marieke Joost Thijs Daan
        """,
        """
        de_Jong Jansen de_Vries van_den_Berg Bakker van_Dijk Visser Smit Meijer de_Boer
        Mulder de_Groot Bos Vos Peters Hendriks van_Leeuwen Dekker Brouwer van_der_Meer
        van_der_Linden
        """,
    ),
    "russian": (
        0.04,
        """
        Александр Сергей Дмитрий Андрей Алексей Максим Евгений Иван Михаил Юрий Николай
        Владимир Елена Ольга Наталья Екатерина Анна Татьяна Мария Ирина Светлана Юлия
        Анастасия
        """,
        """
        Иванов Смирнов Кузнецов Попов Васильев Петров Соколов Михайлов Новиков Фёдоров
        Морозов Волков Алексеев Лебедев Семёнов Егоров Павлов Козлов Степанов Николаев Орлов
        Андреев Макаров Щербаков Ковалёв Цветков Жуков
        """,
    ),
    "greek": (
        0.02,
        """
        Γεώργιος Ιωάννης Κωνσταντίνος Δημήτριος Νικόλαος Παναγιώτης Μαρία Ελένη Αικατερίνη
        Βασιλική Σοφία Αγγελική Χρήστος
        """,
        """
        Παπαδόπουλος Βλάχος Αγγελόπουλος Νικολάου Γεωργίου Πέτρου Δημητρίου Παππάς Οικονόμου
        Κωνσταντίνου Χατζής Μακρής
        """,
    ),
    "chinese": (
        0.04,
        """
        Wei Fang Min Jing Lei Yang Li Na Xiuying Qiang Jun Yan Tao Ming Chao Xiaoming Jie
        Hui Bo Ping Gang Xin Yu Ying Lin Hao Zihan
        """,
        """
        Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Lin Gao Luo
        """,
    ),
    "japanese": (
        0.02,
        """
        Hiroshi Takashi Kenji Yuki Haruto Yoko Keiko Akiko Naoko Satoshi Daisuke Ayumi Kazuo
        Shinji Tomoko Yumi
        """,
        """
        Sato Suzuki Takahashi Tanaka Watanabe Ito Yamamoto Nakamura Kobayashi Kato Yoshida
        Yamada Sasaki Yamaguchi Matsumoto Inoue Kimura
        """,
    ),
    "indian": (
        0.04,
        """
        Rahul Amit Priya Sanjay Anil Rajesh Sunita Deepak Neha Vijay Anita Ravi Suresh Pooja
        Arun Kavita Manoj Lakshmi Ramesh Divya Vikram Meera Srinivas
        """,
        """
        Sharma Singh Kumar Patel Gupta Reddy Shah Verma Rao Nair Iyer Mehta Joshi Desai Khan
        Das Mishra Agarwal Chatterjee Banerjee Mukherjee Venkatesan
        """,
    ),
}

# Forms in daily use; some stand in no table of the resolver's.
SHORT_FORMS = {
    "James": "Jim Jimmy Jamie", "John": "Johnny Jack", "Robert": "Bob Rob Bobby",
    "Michael": "Mike Mick", "William": "Bill Will Billy Liam", "Elizabeth": "Liz Beth Betty Lizzie",
    "Richard": "Rick Rich Dick", "Joseph": "Joe Joey", "Thomas": "Tom Tommy",
    "Charles": "Charlie Chuck", "Christopher": "Chris Topher", "Daniel": "Dan Danny",
    "Matthew": "Matt", "Anthony": "Tony", "Margaret": "Maggie Peggy Meg", "Steven": "Steve",
    "Stephen": "Steve", "Patricia": "Pat Trish", "Jennifer": "Jen Jenny", "Susan": "Sue Susie",
    "Katherine": "Kate Kathy Katie", "Kathleen": "Kathy Kath", "Deborah": "Deb Debbie",
    "Timothy": "Tim", "Edward": "Ed Ted Eddie", "Jeffrey": "Jeff", "Nicholas": "Nick",
    "Jonathan": "Jon", "Samuel": "Sam", "Samantha": "Sam", "Benjamin": "Ben", "Gregory": "Greg",
    "Alexander": "Alex Xander Sasha", "Andrew": "Andy Drew", "Kenneth": "Ken Kenny",
    "Donald": "Don", "Joshua": "Josh", "Rebecca": "Becky Becca", "Kimberly": "Kim",
    "Stephanie": "Steph", "Jessica": "Jess", "Pamela": "Pam", "Raymond": "Ray", "Ronald": "Ron",
    "Patrick": "Pat Paddy", "Christine": "Chris Chrissy", "Cynthia": "Cindy", "Amanda": "Mandy",
    "Barbara": "Barb", "Teresa": "Terri", "Zachary": "Zach", "Henry": "Harry Hank",
    "Wolfgang": "Wolf", "Andreas": "Andi", "Stefan": "Steff", "Maximilian": "Max",
    "Katharina": "Kathi Kati", "Christian": "Chris", "Matthias": "Matze Matt", "Susanne": "Susi",
    "Alexandre": "Alex", "Nicolas": "Nico", "Sébastien": "Seb", "Frédéric": "Fred",
    "Francisco": "Paco Fran Curro", "José": "Pepe", "Manuel": "Manolo", "Jesús": "Chus",
    "Ignacio": "Nacho", "Javier": "Javi", "Alejandro": "Álex Jandro", "Enrique": "Quique",
    "María": "Mari", "Giuseppe": "Beppe Pino", "Salvatore": "Toto", "Vincenzo": "Enzo",
    "Katarzyna": "Kasia", "Małgorzata": "Gosia", "Krzysztof": "Krzysiek", "Tomasz": "Tomek",
    "Александр": "Саша", "Екатерина": "Катя", "Дмитрий": "Дима", "Михаил": "Миша",
    "Евгений": "Женя", "Наталья": "Наташа", "Κωνσταντίνος": "Κώστας", "Ιωάννης": "Γιάννης",
    "Johannes": "Jan Johan", "Cornelis": "Kees", "Wilhelm": "Willi", "Srinivas": "Srini",
    "Venkatesh": "Venky", "Erik": "Rikke",
}  # fmt: skip

# How passports and keyboards without the letters write them; several systems in use.
ROMAN = {
    "й": "y", "ц": "ts", "у": "u", "к": "k", "е": "e", "н": "n", "г": "g", "ш": "sh", "щ": "shch",
    "з": "z", "х": "kh", "ъ": "", "ф": "f", "ы": "y", "в": "v", "а": "a", "п": "p", "р": "r",
    "о": "o", "л": "l", "д": "d", "ж": "zh", "э": "e", "я": "ya", "ч": "ch", "с": "s", "м": "m",
    "и": "i", "т": "t", "ь": "", "б": "b", "ю": "yu", "ё": "e",
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i",
    "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s",
    "ς": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps", "ω": "o",
}  # fmt: skip
ROMAN_OTHER = {**ROMAN, "й": "i", "х": "h", "ю": "iu", "я": "ia", "ц": "c", "χ": "h", "υ": "i"}
WITHOUT_MARKS = {"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "ae", "å": "a", "Å": "A"}
WITH_DIGRAPHS = {
    "ü": "ue", "ö": "oe", "ä": "ae", "Ü": "Ue", "Ö": "Oe", "Ä": "Ae", "ß": "ss", "ø": "oe",
    "Ø": "Oe", "å": "aa", "Å": "Aa", "æ": "ae",
}  # fmt: skip

# For the long tail of surnames that few people share.
TAIL_STARTS = """
Ash Black Brad Burn Cald Dun Elm Fair Gold Hart Haw Kirk Lang Lind Mar Nor Oak Pem Red Rock
Sand Shel Stan Thorn Wake Wal West Whit Win Wood Ber Gruber Stein Hol Kas Mend Nar Or Pal Quin
Ram Sal Tor Ur Val Zam Bel Cor Dal Fer
""".split()
TAIL_ENDS = """
ley ton worth ford well field wick by ham stead more bourne croft dale gate hurst land man
ridge shaw thorpe wood mann berg feld stein hauser ini etti ovic enko sky escu ez ado eira ault
ier oux quist gaard vold sen
""".split()

TITLES = ("Account Executive", "Sales Development Representative", "Account Manager",
          "Regional Manager", "Sales Engineer", "Customer Success Manager", "Sales Director",
          "Enablement Specialist", "Inside Sales", "Key Account Manager")  # fmt: skip
