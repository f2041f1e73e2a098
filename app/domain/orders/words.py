"""The words of an order that do not depend on the catalogue. All without accents, in lower case."""

from __future__ import annotations

from app.domain.orders.parts import K

#: Words that hold an order together and change nothing by themselves.
GLUE = frozenset(
    "en el la los las lo de del al para pa pal con un una unos unas numero numeros nro num no triple triples "
    "jugada jugadas animal animales animalito animalitos lista sorteo sorteos hora horas loteria loterias "
    "ruleta todo todos todas e o tambien ademas igual mas mismo misma mismos mismas este esta estos estas "
    "cada uno monto apuesta apuestas bs ponme ponle poneme pongame anotame anote anota juega jueguelo "
    "juegame jugame jueguen juegueme jueganos juegas juego jugar jugarme dame deme damelo dele dale metele "
    "mete meteme sellame sella selle selleme sellar hazme haga agrega agregame agregue quiero quisiera "
    "necesito voy va van vamos seria serian sera son es ese esa esos esas me te se nos le les su sus mi mis "
    "tu y que siguiente siguientes combinacion vender vendeme vendame ticket apuntame apunta coloca colocame "
    "coloque por fa favor entonces para".split()
)
#: Words that are no part of an order.
NOISE = (
    frozenset(
        "hola holaa buenas buenos buen buena dia dias tarde tardes noche noches feliz saludos saludo epa epale "
        "hey mira oye amigo amiga amiguita hermano hermana pana panita mano vale chamo chama senor senora sr sra "
        "mami papi mamita papito mi amor corazon cielo reina rey_ vecino vecina vecinita jefe jefa doctor doc "
        "primo prima compadre comadre compa linda bella bello hermosa porfa porfis porfavor favor please plis "
        "gracias graciass muchas mucha muchisimas dios bendiga bendiciones bendicion amen suerte exitos exito "
        "ok okay oki oka listo lista_ dale si no_ bueno bien perfecto claro ya ahi aqui alla aca hoy ahora luego "
        "despues antes rapido rapidito urgente ojo atento atenta confirmame confirma confirme confirmar "
        "confirmado avisame avisa avise quedo pendiente espero esperando capture captura comprobante pago pague "
        "pagado pagar pagada movil transferi transferencia deposito te paso mando mande envio envie enviado "
        "enviando adjunto cuenta banco efectivo jaja jajaja jajajaja jeje xd aja ja ay uy mmm eh este_ pues "
        "entonces porque pero como esta_ estas_ estamos tal todo_ hermanito gordo gorda mijo mija negro negra "
        "catire catira flaco flaca maestro profe don dona abuela abuelo tia tio disculpa disculpe perdon "
        "perdona permiso cliente clienta agencia taquilla foto ticket_ tiket tique ticke mandame mandamelo "
        "manda pasame pasa envia enviame dime digame deseo deseas ganar gane ganamos ganando ganadora ganador "
        "ganada sonar sone sueno anoche ayer manana_ semana mes viernes sabado domingo lunes martes miercoles "
        "jueves ojala dios_ virgen santo fe buenisimo excelente aqui_ tengo tenia tiene tienes hay habia fue "
        "era ser sea soy somos muy tan tanto ni sin sobre hasta_ cuando donde quien cual cuanto cuantos "
        "cuestan cuesta saldo debo debes fiado abono abonar copia recibido recibo wey chao adios besos abrazos "
        "abrazo att atte atentamente tlf telefono celular cel zelle biopago punto caja gua hp lol bro brother "
        "causa broder maracucho primo_ mano_ hija hijo nena nene amorcito cariño carino querida querido tkm tqm "
        "nada eso asi tipo tema solo solamente nomas namas".replace("_", "").split()
    )
    - GLUE
)
#: Signs of punctuation that say nothing.
SILENT_SIGNS = frozenset("!?\"'#%^\\<>°º…·•")

AMOUNT_LEADS = frozenset({"a", "de", "x", "por", "*", "=", "@", "con", "monto", "×"})
UNITS = frozenset(
    "bs bsf bss bsd bsl bolo bolos bolito bolitos bolivar bolivares bolivitas bsito bsitos bolivaritos".split()
)
EACH = (
    ("c", "/", "u"), ("cada", "uno"), ("cada", "una"), ("cada", "numero"), ("cada", "animal"),
    ("cada", "animalito"), ("cada", "jugada"), ("cu",), ("cada", "triple"), ("c", "u"),
    ("cada", "sorteo"), ("cada", "cual"), ("cada", "terminal"), ("por", "numero"),
)  # fmt: skip
COUNTED = frozenset("jugadas numeros numeritos animalitos animales triples terminales apuestas".split())

HALVES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("a", ".", "m"), "am"), (("p", ".", "m"), "pm"), (("a", "m"), "am"), (("p", "m"), "pm"),
    (("am",), "am"), (("pm",), "pm"),
    (("de", "la", "manana"), "am"), (("de", "la", "madrugada"), "am"), (("de", "la", "mana"), "am"),
    (("de", "la", "tarde"), "pm"), (("de", "la", "noche"), "pm"), (("d", "la", "tarde"), "pm"),
    (("de", "la", "nochecita"), "pm"), (("del", "mediodia"), "pm"), (("de", "tarde"), "pm"),
    (("de", "noche"), "pm"), (("del", "medio", "dia"), "pm"), (("de", "la", "tardecita"), "pm"),
)  # fmt: skip

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
    "permutado": (K.PERMUTA, "one"),
    "permutada": (K.PERMUTA, "one"),
    "permutas": (K.PERMUTA, "all"),
    "permutados": (K.PERMUTA, "all"),
    "permutadas": (K.PERMUTA, "all"),
    "permutar": (K.PERMUTA, "one"),
    "permutame": (K.PERMUTA, "one"),
    "todo permutado": (K.PERMUTA, "all"),
    "todos permutados": (K.PERMUTA, "all"),
    "perm": (K.PERMUTA, "one"),
    "por todos lados": (K.PERMUTA, "one"),
    "por todos los lados": (K.PERMUTA, "one"),
    "de todas las formas": (K.PERMUTA, "one"),
    "en todas las formas": (K.PERMUTA, "one"),
    "combinado": (K.PERMUTA, "one"),
    "combinados": (K.PERMUTA, "all"),
    "volteado": (K.PERMUTA, "one"),
    "volteados": (K.PERMUTA, "all"),
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
    "29": "elefantes elefantico elefantito 🐘", "30": "caimanes cocodrilo? babo? baba? 🐊", "31": "lapas lapita",
    "32": "ardillas ardillita 🐿", "33": "pescados pescadito pez pescao peces 🐟 🐠?",
    "34": "venados venadito venao ciervo 🦌", "35": "jirafas girafa jirafita 🦒",
    "36": "culebras culebrita serpiente vibora 🐍", "37": "tortugas 🐢", "39": "buho lechuza 🦉",
    "43": "mariposas 🦋", "44": "chiguire chiguires", "47": "pavorreal pavoreal 🦚", "52": "pulpos 🐙",
    "53": "caracoles 🐌", "56": "tiburones 🦈", "57": "patos patico 🦆", "58": "hormigas 🐜",
    "61": "pandas 🐼", "63": "cangrejos 🦀", "65": "aranas 🕷", "66": "lobos 🐺", "69": "conejos conejito 🐰 🐇",
    "72": "gorilas 🦍", "73": "hipopotamos 🦛",
}  # fmt: skip
SIGN_WORDS: dict[str, str] = {
    "ARI": "♈", "TAU": "taurus ♉", "GEM": "geminis ♊", "CAN": "♋", "LEO": "♌", "VIR": "♍",
    "LIB": "♎", "ESC": "♏ escorpion?", "SAG": "♐ sajitario", "CAP": "♑", "ACU": "♒", "PIS": "♓ picis",
}  # fmt: skip
