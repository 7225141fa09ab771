"""French of what the command line says about marks on orders, SKUs, deep reads and sealing keys."""

ORDERS: dict[str, str] = {
    "Held": "Retenue",
    "held": "retenue",
    "parked": "en attente de SKU",
    "TEST": "ESSAI",
    "Only orders that carry this mark.": "Seulement les commandes qui portent cette marque.",
    "Keep an order, or some of its lines, from being shipped.": "Empêche l'expédition d'une commande, ou de certaines de ses lignes.",
    "Why, for people.": "Pourquoi, pour les personnes.",
    "End the hold of an order, or of some of its lines.": "Lève la retenue d'une commande, ou de certaines de ses lignes.",
    "Say that you know what must not be shipped: the parcel is kept back.": "Dire que vous savez ce qui ne doit pas partir : le colis est gardé.",
    "Held: {reference}": "Retenue : {reference}",
    "Released: {reference}": "Libérée : {reference}",
    "Noted for {reference}: the parcel is kept back.": "Noté pour {reference} : le colis est gardé.",
}
