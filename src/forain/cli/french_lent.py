"""French of sentences that others wrote and we show: Click's own words, and those of the database room."""

CLICK: dict[str, str] = {
    "%(prog)s, version %(version)s": "%(prog)s, version %(version)s",
    "(Did you mean one of: {possibilities}?)": "(Vouliez-vous dire : {possibilities} ?)",
    "(dynamic)": "(dynamique)",
    "Aborted!": "Abandonné !",
    "Argument {name!r} takes {nargs} values.": "L'argument {name!r} prend {nargs} valeurs.",
    "Choose from:\n\t{choices}": "Choisissez parmi :\n\t{choices}",
    "Commands": "Commandes",
    "Could not open file {filename!r}: {message}": "Impossible d'ouvrir le fichier {filename!r} : {message}",
    "Did you mean {possibility}?": "Vouliez-vous dire {possibility} ?",
    "Do you want to continue?": "Voulez-vous continuer ?",
    "Error: The two entered values do not match.": "Erreur : les deux valeurs saisies diffèrent.",
    "Error: invalid input": "Erreur : saisie invalide",
    "Error: {message}": "Erreur : {message}",
    "Got unexpected extra argument ({args})": "Argument de trop inattendu ({args})",
    "Got unexpected extra arguments ({args})": "Arguments de trop inattendus ({args})",
    "Invalid value for {param_hint}: {message}": "Valeur invalide pour {param_hint} : {message}",
    "Invalid value: {message}": "Valeur invalide : {message}",
    "Missing argument": "Il manque l'argument",
    "Missing command.": "Il manque une commande.",
    "Missing option": "Il manque l'option",
    "Missing parameter": "Il manque le paramètre",
    "Missing parameter: {param_name}": "Il manque le paramètre : {param_name}",
    "Missing {param_type}": "Il manque {param_type}",
    "No such command {name!r}.": "Il n'y a pas de commande {name!r}.",
    "No such option {name!r}.": "Il n'y a pas d'option {name!r}.",
    "Option {name!r} does not take a value.": "L'option {name!r} ne prend pas de valeur.",
    "Option {name!r} requires an argument.": "L'option {name!r} demande un argument.",
    "Option {name!r} requires {nargs} arguments.": "L'option {name!r} demande {nargs} arguments.",
    "Options": "Options",
    "Positional arguments": "Arguments",
    "Repeat for confirmation": "Répétez pour confirmer",
    "Show the version and exit.": "Montre la version et sort.",
    "Show this message and exit.": "Montre ce message et sort.",
    "Takes {nargs} values but 1 was given.": "Prend {nargs} valeurs, 1 seule a été donnée.",
    "Takes {nargs} values but {len} were given.": "Prend {nargs} valeurs, {len} ont été données.",
    "Try '{command} {option}' for help.": "Essayez « {command} {option} » pour de l'aide.",
    "Usage:": "Utilisation :",
    "default: {default}": "défaut : {default}",
    "deprecated": "obsolète",
    "directory": "dossier",
    "env var: {var}": "variable : {var}",
    "file": "fichier",
    "path": "chemin",
    "required": "requis",
    "unknown error": "erreur inconnue",
    "{name} {filename!r} does not exist.": "{name} {filename!r} n'existe pas.",
    "{name} {filename!r} is a directory.": "{name} {filename!r} est un dossier.",
    "{name} {filename!r} is a file.": "{name} {filename!r} est un fichier.",
    "{name} {filename!r} is not readable.": "{name} {filename!r} n'est pas lisible.",
    "{name} {filename!r} is not writable.": "{name} {filename!r} n'est pas accessible en écriture.",
    "{value!r} is not a valid UUID.": "{value!r} n'est pas un UUID valide.",
    "{value!r} is not a valid boolean. Recognized values: {states}": "{value!r} n'est pas un booléen. Valeurs reconnues : {states}",
    "{value!r} is not a valid {number_type}.": "{value!r} n'est pas un {number_type} valide.",
    "{value!r} is not one of {choices}.": "{value!r} n'est pas l'un de {choices}.",
    "{value!r} is not {choice}.": "{value!r} n'est pas {choice}.",
    "{value} is not in the range {range}.": "{value} n'est pas dans l'intervalle {range}.",
}

#: By the code of `forain.hub.database.errors`.
DATABASE: dict[str, str] = {
    "account-missing": "PostgreSQL ne tourne jamais sous root et aucun autre compte n'a pu être créé ({reason}) : créez-en "
    "un avec `useradd --system forain-pg`, ou lancez Forain sous un compte ordinaire.",
    "account-refused": "Ce processus est root mais ne peut lancer PostgreSQL sous {account} ({reason}) : lancez Forain sous "
    "un compte ordinaire, ou donnez FORAIN_DATABASE_URL.",
    "binaries-missing": "PostgreSQL est introuvable ({reason}) : installez-le et donnez dans FORAIN_PG_BIN le dossier de "
    "`postgres` et `initdb`, ou donnez FORAIN_DATABASE_URL.",
    "binaries-unreadable": "Le compte {account} ne peut lancer les programmes de {folder} : donnez un FORAIN_PG_BIN que tous "
    "peuvent lire.",
    "busy": "Un autre processus Forain démarre ou arrête la base de {folder} depuis {seconds} secondes : attendez sa fin "
    "ou arrêtez-le, puis réessayez.",
    "cluster-missing": "La base de {folder} devrait être dans {cluster} et n'y est pas : montez ou restaurez ce dossier, ou "
    "supprimez {pointer} pour repartir d'une base vide.",
    "copied": "{folder} est une copie, et la base appartient toujours à {original} : copiez une base par une sauvegarde, et "
    "supprimez {pointer} pour commencer ici avec une base vide.",
    "denied": "Le serveur de {folder} refuse le mot de passe de {secret} : restaurez ce fichier de votre sauvegarde.",
    "disk-full": "Il n'y a plus de place pour la base dans {folder} : faites de la place et redémarrez ; rien de ce qui "
    "était enregistré n'est perdu.",
    "dump-failed": "La sauvegarde n'a pas été faite : {reason}.",
    "file-damaged": "{file} est incompréhensible : restaurez-le de votre sauvegarde.",
    "folder-foreign": "{folder} appartient à {owner} : lancez Forain sous {owner}, ou choisissez un autre dossier --data.",
    "folder-read-only": "{folder} est sur un système de fichiers en lecture seule : montez-le en écriture, ou choisissez un "
    "autre dossier --data.",
    "folder-trouble": "{folder} est inutilisable ({reason}) : choisissez un autre dossier --data.",
    "held-elsewhere": "Un autre conteneur ou une autre machine semble faire tourner la base de {folder} : arrêtez-la d'abord "
    "là-bas.",
    "no-database": "{folder} n'a pas encore de base : démarrez Forain une fois.",
    "not-a-database": "{folder} n'est pas vide et n'est pas une base PostgreSQL : déplacez-le, puis redémarrez.",
    "not-answering": "Le serveur de base de données (processus {pid}) tient {folder} mais ne répond pas : arrêtez-le avec "
    "`python -m forain.hub.database stop --data {data}`, puis redémarrez.",
    "not-empty": "La base à restaurer a déjà des tables : restaurez dans une nouvelle, ou ajoutez --replace.",
    "other-version": "La base de {folder} a été faite par PostgreSQL {found} et celui-ci est le {ours} : donnez PostgreSQL "
    "{found} dans FORAIN_PG_BIN, faites une sauvegarde, et restaurez-la dans un nouveau dossier --data.",
    "platform": "La base embarquée demande Linux ou macOS : donnez un serveur PostgreSQL dans FORAIN_DATABASE_URL.",
    "restore-failed": "Rien n'a été restauré et rien n'a changé : {reason}.",
    "schema-lost": "La base vient d'une des premières versions de Forain, dont les étapes n'existent plus ({reason}) :"
    " commencez par une base vide dans un autre dossier --data ; les premières visites ramènent les commandes.",
    "secret-missing": "{secret}, qui contient le mot de passe de la base, manque : restaurez ce fichier de votre sauvegarde.",
    "secret-unreadable": "FORAIN_DATABASE_URL_FILE désigne {file}, qui est illisible ({reason}).",
    "server-too-old": "Forain demande PostgreSQL {least} ou plus récent et ce serveur est en {found} : donnez un serveur plus "
    "récent dans FORAIN_DATABASE_URL, ou retirez-la pour utiliser celui que Forain apporte.",
    "server-home-unsafe": "{folder} doit appartenir à root et n'être modifiable par personne d'autre : réparez cela, ou "
    "donnez un autre dossier dans FORAIN_PG_HOME.",
    "sockets-too-long": "Aucun dossier assez court pour un socket n'a été trouvé pour {folder} : choisissez un dossier "
    "--data plus court.",
    "start-failed": "La base de {folder} ne démarre pas ({reason}) : toute l'histoire est dans {logs}.",
    "still-starting": "La base de {folder} se répare encore après {seconds} secondes : réessayez plus tard.",
    "stop-failed": "La base de {folder} ne s'arrête pas ({reason}).",
    "user-nameless": "PostgreSQL ne peut faire de base pour l'utilisateur numéro {uid}, qui n'a pas de nom sur cette machine : "
    "ajoutez-en un à /etc/passwd, ou donnez FORAIN_DATABASE_URL.",
}
