"""The words of an order that do not depend on the catalogue. All without accents, in lower case."""

from __future__ import annotations

from app.domain.orders.parts import K, table

#: Words that hold an order together and change nothing by themselves.
GLUE = frozenset(
    "ademas agrega agregame agregue al animal animales animalito animalitos anota anotame anote apuesta "
    "apuestas apunta apuntame bs cada coloca colocame coloque con dale dame damelo de del dele deme e el "
    "en entonces es esa esas ese esos esta estas este estos fa favor haga hazme hora horas igual juega "
    "juegame jueganos juegas juego jueguelo juegueme jueguen jugada jugadas jugame jugar jugarme la las "
    "le les lista lo los loteria loterias mas me mete metele meteme mi mis misma mismas mismo mismos "
    "monto necesito nos nro num numero numeros pa pal para poneme pongame ponle ponme por que quiero "
    "quisiera ruleta se sella sellame sellar selle selleme sera seria serian son sorteo sorteos su sus "
    "tambien te todas todo todos triple triples tu un una unas unos va vamos van vendame vendeme vender "
    "voy y".split()
)
#: Words that are no part of an order.
NOISE = frozenset(
    "abonar abono abrazo abrazos abuela abuelo aca adios adjunto agencia ahi ahora aja alla amen amiga "
    "amigo amiguita amor amorcito aqui asi atenta atentamente atento att atte avisa avisame avise ay "
    "banco bella bello bendicion bendiciones bendiga besos bien biopago bonita bonitas bonito bro broder "
    "brother buen buena buenas buenisimo bueno buenos cabello caja cambur captura capture carino catira "
    "catire causa cel celular chama chamo chao cielo claro clienta cliente cocina comadre como compa "
    "compadre comprobante confirma confirmado confirmame confirmar confirme corazon cosas cual cuando "
    "cuanto cuantos cuenta cuesta cuestan debes debo decia decir deposito deseas deseo dia dias digame "
    "dijo dime dios doc doctor don dona donde efectivo eh envia enviado enviame enviando envie envio epa "
    "epale era eso esperando espero estamos excelente exito exitos fe feliz fiado flaca flaco foto fue "
    "ganando ganar gorda gordo gracias graciass gua habia hay hermana hermanito hermano hermosa hey hija "
    "hijo hola holaa hoy hp ja jaja jajaja jajajaja jefa jefe jeje linda listo lol maestro mami mamita "
    "manda mandame mandamelo mande mando mano maracucho mija mijo mira mmm movil mucha muchas muchisimas "
    "muy namas negra negro nena nene noche noches nomas ojala ojo ok oka okay oki oye pagada pagado pagar "
    "pago pague pana panita papi papito pasa pasame paso pendiente perfecto permiso pero pescar please "
    "plis porfa porfavor porfis porque prima primo profe pues punto quedo querida querido quien rapidito "
    "rapido recibido recibo reina saldo saludo saludos santo sea senor senora ser si sobre solamente solo "
    "somos sonar sone soy sr sra sueno suerte tal tan tanto taquilla tarde tardes telefono tema tengo "
    "tenia tia tiene tienes tio tipo tkm tlf tqm transferencia transferi urgente uy vale vecina vecinita "
    "vecino virgen wey xd ya zelle".split()
)
#: Signs of punctuation that say nothing.
SILENT_SIGNS = frozenset("!?\"'#%^\\<>°º…·•")

AMOUNT_LEADS = frozenset({"a", "de", "x", "por", "*", "=", "@", "con", "monto", "×"})
UNITS = frozenset(
    "bolito bolitos bolivar bolivares bolivaritos bolivitas bolo bolos bs bsd"
    " bsf bsito bsitos bsl bss".split()
)
EACH = table((
    ("c", "/", "u"), ("cada", "uno"), ("cada", "una"), ("cada", "numero"), ("cada", "animal"),
    ("cada", "animalito"), ("cada", "jugada"), ("cu",), ("cada", "triple"), ("c", "u"),
    ("cada", "sorteo"), ("cada", "cual"), ("cada", "terminal"), ("por", "numero"),
))  # fmt: skip
#: What a customer asks for several of: the number before it is no play.
TICKETS = frozenset(
    "ticket tickets tiket tikets tique tiques ticke veces vez copia copias iguales boletos".split()
)
#: "las dos loterias": how many, not an hour.
SCOPES = frozenset("loterias loteria ruletas listas casas triples productos horas sorteos cosas".split())
#: Words before a figure that may be a nickname: "epale tigre, ponme ...".
GREETINGS = frozenset("epa epale hola hey mira oye gracias buenas buenos saludos mi querido".split())
COUNTED = frozenset("jugadas numeros numeritos animalitos animales triples terminales apuestas".split())

_HALVES = (
    (("a", ".", "m"), "am"), (("p", ".", "m"), "pm"), (("a", "m"), "am"), (("p", "m"), "pm"),
    (("am",), "am"), (("pm",), "pm"),
    (("de", "la", "manana"), "am"), (("de", "la", "madrugada"), "am"), (("de", "la", "mana"), "am"),
    (("de", "la", "tarde"), "pm"), (("de", "la", "noche"), "pm"), (("d", "la", "tarde"), "pm"),
    (("de", "la", "nochecita"), "pm"), (("del", "mediodia"), "pm"), (("de", "tarde"), "pm"),
    (("de", "noche"), "pm"), (("del", "medio", "dia"), "pm"), (("de", "la", "tardecita"), "pm"),
)  # fmt: skip
HALF_OF = dict(_HALVES)
HALVES = table(HALF_OF)

ALL_REST, NEXT = "rest", "next"

_PHRASES: dict[str, tuple[K, object]] = {
    # which draws
    "todas": (K.WHICH, ALL_REST),
    "todos los sorteos": (K.WHICH, ALL_REST),
    "todas las horas": (K.WHICH, ALL_REST),
    "todos los horarios": (K.WHICH, ALL_REST),
    "todo el dia": (K.WHICH, ALL_REST),
    "todas las que quedan": (K.WHICH, ALL_REST),
    "todos los que quedan": (K.WHICH, ALL_REST),
    "todas las que faltan": (K.WHICH, ALL_REST),
    "todos los sorteos que quedan": (K.WHICH, ALL_REST),
    "todas las horas que quedan": (K.WHICH, ALL_REST),
    "todas las rondas": (K.WHICH, ALL_REST),
    "las que quedan": (K.WHICH, ALL_REST),
    "los que quedan": (K.WHICH, ALL_REST),
    "lo que queda": (K.WHICH, ALL_REST),
    "lo que queda del dia": (K.WHICH, ALL_REST),
    "las que faltan": (K.WHICH, ALL_REST),
    "los que faltan": (K.WHICH, ALL_REST),
    "el resto": (K.WHICH, ALL_REST),
    "resto del dia": (K.WHICH, ALL_REST),
    "proximo": (K.WHICH, NEXT),
    "proxima": (K.WHICH, NEXT),
    "proximo sorteo": (K.WHICH, NEXT),
    "el que viene": (K.WHICH, NEXT),
    "la que viene": (K.WHICH, NEXT),
    "el siguiente": (K.WHICH, NEXT),
    "el sorteo siguiente": (K.WHICH, NEXT),
    "primera que salga": (K.WHICH, NEXT),
    "primero que salga": (K.WHICH, NEXT),
    "la primera": (K.WHICH, NEXT),
    "la mas cercana": (K.WHICH, NEXT),
    "ahorita": (K.WHICH, NEXT),
    "el de ahorita": (K.WHICH, NEXT),
    "la de ahorita": (K.WHICH, NEXT),
    # how numbers unfold
    "permuta": (K.PERMUTA, "one"),
    "permutado": (K.PERMUTA, "past"),
    "permutada": (K.PERMUTA, "past"),
    "permutas": (K.PERMUTA, "all"),
    "permutados": (K.PERMUTA, "past all"),
    "permutadas": (K.PERMUTA, "past all"),
    "permutar": (K.PERMUTA, "one"),
    "permutame": (K.PERMUTA, "one"),
    "todo permutado": (K.PERMUTA, "past all"),
    "todos permutados": (K.PERMUTA, "past all"),
    "perm": (K.PERMUTA, "one"),
    "por todos lados": (K.PERMUTA, "past"),
    "por todos los lados": (K.PERMUTA, "past"),
    "de todas las formas": (K.PERMUTA, "past"),
    "en todas las formas": (K.PERMUTA, "past"),
    "combinado": (K.PERMUTA, "past"),
    "combinados": (K.PERMUTA, "past all"),
    "volteado": (K.PERMUTA, "past"),
    "volteados": (K.PERMUTA, "past all"),
    "tripleta": (K.TRIPLETA, None),
    "tripletas": (K.TRIPLETA, None),
    "terminal": (K.WIDTH, 2),
    "terminales": (K.WIDTH, 2),
    "cola": (K.WIDTH, 2),
    "colas": (K.WIDTH, 2),
    # lists
    "con signo": (K.SIGNED, None),
    "con signos": (K.SIGNED, None),
    "signo": (K.SIGNED, None),
    "signos": (K.SIGNED, None),
    "zodiacal": (K.SIGNED, None),
    "zodiaco": (K.SIGNED, None),
    "zodiaco del": (K.SIGNED, None),
    "astro": (K.SIGNED, None),
    "triple con signo": (K.SIGNED, None),
    "todos los signos": (K.SIGN, "0"),
    "con todos los signos": (K.SIGN, "0"),
    "los 12 signos": (K.SIGN, "0"),
    "los doce signos": (K.SIGN, "0"),
    "feliz lunes": (K.NOISE, None),
    "feliz martes": (K.NOISE, None),
    "feliz miercoles": (K.NOISE, None),
    "feliz jueves": (K.NOISE, None),
    "feliz viernes": (K.NOISE, None),
    "feliz sabado": (K.NOISE, None),
    "feliz domingo": (K.NOISE, None),
    "de nada": (K.NOISE, None),
    "muchas gracias": (K.NOISE, None),
    "te aviso luego": (K.NOISE, None),
    "por favor": (K.NOISE, None),
    "por fa": (K.NOISE, None),
    "mi rey": (K.NOISE, None),
    "mi reina": (K.NOISE, None),
    "buenas tardes": (K.NOISE, None),
    "buenas noches": (K.NOISE, None),
    "buenos dias": (K.NOISE, None),
    "gracias a dios": (K.NOISE, None),
}


def phrases() -> dict[tuple[str, ...], tuple[K, object]]:
    """The fixed phrases by their words."""
    return {tuple(phrase.split()): meaning for phrase, meaning in _PHRASES.items()}


#: What people say for a figure beside its name; those marked "?" are asked about.
FIGURE_WORDS: dict[str, str] = {
    "0": "delfines 🐬", "00": "ballenas 🐳 🐋", "1": "carneros borrego? oveja? cordero? 🐏 🐑?",
    "2": "toros buey? 🐂", "3": "ciempie cienpies cienpie ciempies 🐛?", "4": "alacranes escorpiones 🦂",
    "5": "leones leona? leoncito leonsito 🦁", "6": "ranas ranita sapo? sapito? 🐸",
    "7": "pericos periquito loro? lorito? 🦜", "8": "ratones raton rata? ratoncito 🐀 🐁 🐭",
    "9": "aguilas aguilita 🦅", "10": "tigres tigrito tigresa? 🐯 🐅", "11": "gatos gatito gata? 🐱 🐈",
    "12": "caballos caballito yegua? potro? 🐴 🐎", "13": "monos monito mico? chango? 🐵 🐒",
    "14": "palomas palomita 🕊", "15": "zorros zorrito zorra? 🦊", "16": "osos osito osa? 🐻",
    "17": "pavos pavito 🦃", "18": "burros burrito burra? asno? 🫏", "19": "chivos chivito cabra 🐐",
    "20": "cochinos cochinito cerdo cerdito puerco marrano cochina lechon? 🐷 🐖 🐽",
    "21": "gallos gallito 🐓", "22": "camellos dromedario? 🐫 🐪", "23": "cebras sebra zebra 🦓",
    "24": "iguanas 🦎?", "25": "gallinas gallinita pollo? pollito? 🐔", "26": "vacas vaquita baca 🐮 🐄",
    "27": "perros perrito perra? 🐶 🐕", "28": "zamuros samuro zamurito",
    "29": "elefantes elefantico elefantito 🐘", "30": "caimanes cocodrilo? babo? baba? 🐊",
    "31": "lapas lapita",
    "32": "ardillas ardillita 🐿", "33": "pescados pescadito pez pescao peces 🐟 🐠?",
    "34": "venados venadito venao ciervo 🦌", "35": "jirafas girafa jirafita 🦒",
    "36": "culebras culebrita serpiente vibora 🐍", "37": "tortugas 🐢", "39": "buho lechuza 🦉",
    "43": "mariposas 🦋", "44": "chiguire chiguires", "47": "pavorreal pavoreal 🦚", "52": "pulpos 🐙",
    "53": "caracoles 🐌", "56": "tiburones 🦈", "57": "patos patico 🦆", "58": "hormigas 🐜",
    "61": "pandas 🐼", "63": "cangrejos 🦀", "65": "aranas 🕷", "66": "lobos 🐺",
    "69": "conejos conejito 🐰 🐇",
    "72": "gorilas 🦍", "73": "hipopotamos 🦛",
}  # fmt: skip
SIGN_WORDS: dict[str, str] = {
    "ARI": "♈", "TAU": "taurus ♉", "GEM": "geminis ♊", "CAN": "♋", "LEO": "♌", "VIR": "♍",
    "LIB": "♎", "ESC": "♏ escorpion?", "SAG": "♐ sajitario", "CAP": "♑", "ACU": "♒", "PIS": "♓ picis",
}  # fmt: skip
