"""Names of columns and files in German, French and Spanish, and what they are called in English.

Names are folded: lower case, letters and digits only, without marks or small words such as "de".
"""

from __future__ import annotations

SMALL_WORDS = frozenset(
    "de du des la le les l d der die das von am an el los las del y und et".split()
)

_GERMAN = """
    betrag=amount umsatz=revenue auftragswert=amount angebotswert=amount wert=value summe=amount
    wahrung=currency waehrung=currency phase=stage stufe=stage verkaufsphase=salesstage
    abschlussdatum=closedate abschluss=closedate geplanterabschluss=closedate
    erstelltam=createddate erstellt=createddate erstelldatum=createddate anlagedatum=createddate
    eroffnet=opendate verkaufschance=opportunity verkaufschancen=opportunities
    verkaufschanceid=opportunityid verkaufschancenid=opportunityid chance=opportunity
    geschaft=deal geschafte=deals auftrag=opportunity auftrage=opportunities
    auftragsnummer=opportunitynumber kunde=account kunden=accounts kundennummer=accountid
    kundennr=accountid kundenname=accountname firma=company unternehmen=company firmen=companies
    verkaufer=salesrep vertriebsmitarbeiter=salesrep vertrieb=salesrep betreuer=owner
    besitzer=owner zustandig=owner verantwortlich=owner wahrscheinlichkeit=probability
    rabatt=discount produkt=product produkte=products artikel=product menge=quantity
    einzelpreis=unitprice listenpreis=listprice kosten=cost region=region land=country
    branche=industry segment=segment mitarbeiter=employees mitarbeiterid=employeeid
    mitarbeiternummer=employeenumber personalnr=employeenumber personalnummer=employeeid
    vorname=firstname nachname=lastname name=name email=email telefon=phone abteilung=department
    vorgesetzter=manager fuhrungskraft=manager position=jobtitle stelle=jobtitle
    stellenbezeichnung=jobtitle eintritt=hiredate eintrittsdatum=hiredate austritt=exitdate
    austrittsdatum=exitdate gehalt=salary grundgehalt=basesalary jahresgehalt=annualsalary
    austrittsgrund=exitreason kurs=course kurse=courses kursname=coursename schulung=training
    schulungen=trainings schulungsdatum=trainingdate ergebnis=result teilnehmer=learner
    abgeschlossenam=completiondate bewertung=rating ziel=quota ziele=quotas umsatzziel=quota
    aktivitat=activity aktivitaten=activities datum=date dauer=duration art=type
    bezeichnung=name titel=title team=team gebiet=territory gebiete=territories
    verlustgrund=lossreason wettbewerber=competitor kampagne=campaign kampagnen=campaigns
    verantwortlicher=owner zustandiger=owner zustandigermitarbeiter=owner bearbeiter=owner
    vertriebler=salesrep angelegtam=createddate erstellungsdatum=createddate
    erwarteterabschluss=closedate erwartetesabschlussdatum=closedate geschlossenam=closedon
    organisation=company auftragssumme=amount volumen=amount
    einstellungsdatum=hiredate eintrittam=hiredate austrittam=exitdate vertragsende=enddate
    letzterarbeitstag=lastworkingday kundigungsart=terminationtype kundigungsgrund=exitreason
    festgehalt=basesalary bruttojahresgehalt=annualsalary dienstlicheemail=workemail
    emailadresse=email emailgeschaftlich=workemail berufsbezeichnung=jobtitle
    direktervorgesetzter=manager eingeschriebenam=enrolledon angemeldetam=enrolledon
    kurstitel=coursetitle abschlussstatus=completionstatus
"""
_FRENCH = """
    montant=amount chiffreaffaires=revenue devise=currency etape=stage phase=stage
    datecloture=closedate datefermeture=closedate dateclotureprevue=closedate cloture=closedate
    datecreation=createddate creele=createddate opportunite=opportunity opportunites=opportunities
    affaire=deal affaires=deals idopportunite=opportunityid client=account clients=accounts
    compte=account comptes=accounts societe=company entreprise=company nomclient=accountname
    nomcompte=accountname nomopportunite=opportunityname nomaffaire=dealname
    commercial=salesrep vendeur=salesrep proprietaire=owner responsable=owner
    probabilite=probability remise=discount produit=product produits=products quantite=quantity
    prixunitaire=unitprice cout=cost pays=country secteur=industry effectif=employees
    salaries=employees salarie=employee employes=employees matricule=employeeid prenom=firstname
    nom=lastname courriel=email service=department departement=department poste=jobtitle
    fonction=jobtitle dateembauche=hiredate dateentree=hiredate datesortie=exitdate
    datedepart=exitdate salaire=salary formation=training formations=trainings cours=course
    resultat=result note=score objectif=quota objectifs=quotas quota=quota activite=activity
    activites=activities date=date duree=duration type=type titre=title equipe=team
    territoire=territory motifperte=lossreason concurrent=competitor campagne=campaign
    courrielprofessionnel=workemail adresseemail=email emailprofessionnel=workemail
    intituleposte=jobtitle salaireannuel=annualsalary salairebase=basesalary
    motifdepart=exitreason superieurhierarchique=manager manageur=manager
    dateinscription=enrolledon dateachevement=completiondate intituleformation=coursetitle
    nomcomplet=fullname
"""
_SPANISH = """
    importe=amount monto=amount valor=value ingresos=revenue moneda=currency divisa=currency
    etapa=stage fase=stage fechacierre=closedate cierre=closedate fechacreacion=createddate
    oportunidad=opportunity oportunidades=opportunities idoportunidad=opportunityid
    negocio=deal negocios=deals cliente=account clientes=accounts cuenta=account cuentas=accounts
    empresa=company empresas=companies nombrecuenta=accountname nombreoportunidad=opportunityname
    vendedor=salesrep comercial=salesrep propietario=owner responsable=owner
    probabilidad=probability descuento=discount producto=product productos=products
    cantidad=quantity preciounitario=unitprice coste=cost costo=cost pais=country
    sector=industry industria=industry empleado=employee empleados=employees idempleado=employeeid
    nombre=name apellido=lastname apellidos=lastname nombrepila=firstname correo=email
    departamento=department puesto=jobtitle cargo=jobtitle fechacontratacion=hiredate
    fechaalta=hiredate fechabaja=exitdate salario=salary sueldo=salary curso=course cursos=courses
    formacion=training resultado=result puntuacion=score cuota=quota cuotas=quotas
    objetivo=quota actividad=activity actividades=activities fecha=date duracion=duration
    tipo=type titulo=title equipo=team territorio=territory motivoperdida=lossreason
    competidor=competitor campana=campaign campanas=campaigns jefe=manager gerente=manager
"""


def _read(*lists: str) -> dict[str, str]:
    pairs = (pair.split("=") for text in lists for pair in text.split())
    return {foreign: english for foreign, english in pairs if foreign != english}


ENGLISH = _read(_SPANISH, _FRENCH, _GERMAN)
