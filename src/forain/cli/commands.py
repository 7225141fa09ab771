"""Every command: the module that has it, and one line in each language. The help page is made from this alone.

A command's module is imported when the command is called, never before.
"""

#: name -> ("module:attribute", English, French); in the order people meet them.
COMMANDS: dict[str, tuple[str, str, str]] = {
    "demo": (
        "forain.cli.demo:demo",
        "Try everything: hub, sandbox and a demo merchant",
        "Tout essayer : le hub, le bac à sable et un marchand de démonstration",
    ),
    "up": (
        "forain.cli.up:up",
        "Start the hub: database, web pages, workers",
        "Démarrer le hub : base de données, pages web, workers",
    ),
    "worker": ("forain.cli.worker:worker", "Run one more worker", "Lancer un worker de plus"),
    "status": ("forain.cli.running:status", "What is running here", "Ce qui tourne ici"),
    "stop": ("forain.cli.running:stop", "Stop the hub that runs here", "Arrêter le hub qui tourne ici"),
    "sandbox": (
        "forain.cli.sandbox:sandbox",
        "Local copies of the marketplaces' web services",
        "Des copies locales des services web des places de marché",
    ),
    "connect": (
        "forain.cli.connect:connect",
        "Connect a seller account, after a live check",
        "Connecter un compte vendeur, après une vérification en direct",
    ),
    "connections": (
        "forain.cli.connections:connections",
        "List the connected accounts, change their mode",
        "Lister les comptes connectés, changer leur mode",
    ),
    "sync": (
        "forain.cli.sync:sync",
        "Read the connected accounts now",
        "Lire maintenant les comptes connectés",
    ),
    "backfill": (
        "forain.cli.backfill:backfill",
        "Read older orders of an account",
        "Lire les commandes plus anciennes d'un compte",
    ),
    "orders": (
        "forain.cli.orders:orders",
        "List, show, accept, refuse, ship, cancel orders, one or many",
        "Lister, montrer, accepter, refuser, expédier, annuler des commandes",
    ),
    "shipments": (
        "forain.cli.shipments:shipments",
        "Shipments in and out as CSV or JSON lines",
        "Expéditions en CSV ou JSON par lignes, dans les deux sens",
    ),
    "offers": (
        "forain.cli.offers:offers",
        "Stock and prices: files in, what would be sent, pushes",
        "Stocks et prix : fichiers, ce qui partirait, envois",
    ),
    "skus": (
        "forain.cli.skus:skus",
        "Your own SKUs, and what marketplaces call them",
        "Vos propres SKU, et comment les places de marché les nomment",
    ),
    "carriers": (
        "forain.cli.carriers:carriers",
        "Carriers: try a number, add your own, map them",
        "Transporteurs : essayer un numéro, ajouter, associer",
    ),
    "inbox": (
        "forain.cli.inbox:inbox",
        "What a person must do, most urgent first",
        "Ce qu'une personne doit faire, le plus urgent d'abord",
    ),
    "threads": (
        "forain.cli.threads:threads",
        "Conversations with buyers and marketplaces",
        "Conversations avec les acheteurs et les places de marché",
    ),
    "claims": ("forain.cli.threads:claims", "Claims of buyers", "Réclamations des acheteurs"),
    "replies": ("forain.cli.replies:replies", "Texts kept ready for answers", "Textes prêts pour répondre"),
    "clocks": (
        "forain.cli.clocks:clocks",
        "Time limits, the marketplaces' and your own",
        "Les délais, ceux des places de marché et les vôtres",
    ),
    "workspace": (
        "forain.cli.workspace:workspace",
        "How long exchanges are kept, days of closing",
        "Durée de conservation des échanges, jours de fermeture",
    ),
    "returns": (
        "forain.cli.returns:returns",
        "List returns, accept, refuse, send labels",
        "Lister les retours, les accepter, les refuser, envoyer des étiquettes",
    ),
    "erasures": (
        "forain.cli.erasures:erasures",
        "Forget buyers who ask for it; certificates",
        "Oublier les acheteurs qui le demandent ; certificats",
    ),
    "commands": (
        "forain.cli.outbox:commands",
        "What was asked of the marketplaces, and what became of it",
        "Ce qui a été demandé aux places de marché, et ce qu'il en est",
    ),
    "consumers": (
        "forain.cli.consumers:consumers",
        "Back offices that receive orders",
        "Les back-offices qui reçoivent les commandes",
    ),
    "webhooks": (
        "forain.cli.webhooks:webhooks",
        "Send what happens to a back office, signed",
        "Envoyer ce qui se passe à un back-office, signé",
    ),
    "call": (
        "forain.cli.call:call",
        "Make one call of a marketplace's web services",
        "Appeler un service web d'une place de marché",
    ),
    "user": ("forain.cli.people:user", "Create people's logins", "Créer les comptes des personnes"),
    "api-key": (
        "forain.cli.keys:api_key",
        "Create, list and revoke keys of programs",
        "Créer, lister, révoquer les clés des programmes",
    ),
    "keys": (
        "forain.cli.sealing:keys",
        "Keys that seal the stored credentials",
        "Les clés qui chiffrent les identifiants enregistrés",
    ),
    "doctor": (
        "forain.cli.doctor:doctor",
        "Check this installation and say what to do",
        "Vérifier cette installation et dire quoi faire",
    ),
    "prove": (
        "forain.cli.prove:prove",
        "Prove the promises against a sandbox that misbehaves",
        "Prouver les promesses contre un bac à sable qui déraille",
    ),
    "config": (
        "forain.cli.settings:config",
        "Every setting, its value and where it comes from",
        "Chaque réglage, sa valeur et d'où elle vient",
    ),
    "db": (
        "forain.cli.database:db",
        "Start, stop, back up and restore the database",
        "Démarrer, arrêter, sauvegarder, restaurer la base de données",
    ),
    "help": (
        "forain.cli.help:help_command",
        "Help about a command, or about exit-codes",
        "Aide sur une commande, ou sur les codes de sortie (exit-codes)",
    ),
}
