"""French of `forain erasures`."""

ERASURES: dict[str, str] = {
    "Certificate": "Certificat",
    "Forget buyers who ask for it; certificates.": "Oublier les acheteurs qui le demandent ; certificats.",
    "Forget the buyer of an order on all their orders; cannot be taken back.": "Oublie l'acheteur d'une commande sur toutes ses commandes ; irréversible.",
    "List certificates, newest first.": "Liste les certificats, les plus récents d'abord.",
    "Messages: {n}": "Messages : {n}",
    "Nobody was forgotten.": "Personne n'a été oublié.",
    "Orders": "Commandes",
    "Print one certificate; the same bytes as the pages give away.": "Affiche un certificat ; les mêmes octets que dans les pages.",
    "SHA-256": "SHA-256",
    "Show what forgetting the buyer of an order would touch; changes nothing.": "Montre ce que toucherait l'oubli de l'acheteur d'une commande ; ne change rien.",
    "The reference of the order, typed once more.": "La référence de la commande, tapée une fois encore.",
    "There is no certificate {number!r}.": "Il n'y a pas de certificat {number!r}.",
    "They can be forgotten.": "L'oubli est possible.",
    "Who": "Qui",
    "Why": "Pourquoi",
    "Why, the number of the request for instance.": "Pourquoi, par exemple le numéro de la demande.",
}
