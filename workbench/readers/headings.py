"""What exports call their columns: our column to the names for it, in lower case without punctuation."""

from __future__ import annotations

#: Names that can't be another's: the time of the message itself (not of its record), the text that is not cut.
_SUREST: dict[str, tuple[str, ...]] = {
    "created_at": (
        "tweetcreated", "postcreated", "tweetdate", "postdate", "dateposted", "pubdate", "commentdate", "messagedate",
        "publishedat", "datepublished", "publishedatdate", "publishtime", "publicationdate", "publishdate",
        "publisheddate", "publishedon", "postedat", "postedatiso", "postedon", "posteddate", "posttimestamp",
        "createtimeiso", "createtime", "createdtime", "creationtime", "takenatiso", "reviewdate", "reviewcreated",
        "reviewsubmitdateandtime", "reviewdatetime", "unixreviewtime", "reviewdatetimeutc",
    ),
    "text": ("fulltext", "textoriginal"),
}  # fmt: skip
#: The names that hardly mean anything else, the surest first.
_SURE: dict[str, tuple[str, ...]] = {
    "id": ("tweetid", "statusid", "postid", "messageid", "commentid", "reviewid", "idstr", "id"),
    "created_at": (
        "createdat", "created", "createdutc", "datecreated", "published", "datetime", "timestamp", "date", "time",
    ),
    "text": ("text", "tweettext", "tweet", "message", "content", "body"),
    "author": ("screenname", "userscreenname", "username", "handle", "authorhandle", "author", "user", "pagename"),
    "author_id": ("authorid", "userid"),
    "followers": ("followerscount", "followercount", "userfollowers", "followers"),
    "lang": ("lang", "language"),
    "kind": ("kind",),
    "visibility": ("visibility",),
    "platform": ("platform",),
    "parent_id": ("inreplytostatusid", "inreplytoid", "inresponsetotweetid", "parentid"),
    "conversation_id": ("conversationid", "threadid"),
    "url": ("url", "permalink", "tweeturl", "posturl"),
    "likes": ("likes", "likecount", "likescount", "favorites", "favoritecount", "favourites", "favouritescount"),
    "reposts": ("retweets", "retweetcount", "retweetscount", "shares", "sharecount", "reposts"),
    "replies": ("replies", "replycount", "repliescount", "commentcount", "numcomments", "commsnum"),
    "views": ("views", "viewcount", "impressions"),
    "collected_at": ("collectedat", "retrievedat"),
    "title": ("title", "headline"),
    "links": ("links",),
}  # fmt: skip
#: Names that tools of one kind give: of listening tools, of collectors, of tables of reviews.
_RARER: dict[str, tuple[str, ...]] = {
    "id": ("iduniv", "idpost", "cid", "pk", "tweetidstr", "videoid"),
    "created_at": (
        "createddate", "creationdate", "sncreatedtime", "commentedat",
        "sentat", "sent", "at",
    ),
    "text": (
        "rawcontent", "posttext", "review", "reviewtext", "reviewcontent", "reviewbody", "caption", "snippet",
        "mentiontext", "mentioncontent", "soundbitetext", "commenttext", "comment", "post", "textdisplay", "selftext",
        "postcontent", "videodescription", "articletext", "posttextcontent",
    ),
    "author": (
        "userusername", "authorusername", "authornickname", "authorscreenname", "ownerusername", "authormetaname",
        "authorname", "authordisplayname", "fromuser", "from", "sender", "sendername", "senderscreenname", "nickname",
        "reviewer", "reviewername", "reviewerdisplayname", "consumername", "authortitle",
        "displayname", "profilename", "accountname",
    ),
    "author_id": ("fromuseridstr", "authormetaid", "ownerid", "consumerid", "reviewerid", "senderuserid"),
    "followers": (
        "authorfollowers", "authorfollowerscount", "userfollowerscount", "authormetafans", "followersatposting",
    ),
    "lang": ("languagecode", "reviewerlanguage", "reviewlanguage", "textlanguage"),
    "platform": ("network", "socialnetwork", "channel"),
    "parent_id": ("replytoid", "repliestoid", "parentcommentid", "inreplytostatusidstr"),
    "url": (
        "link", "mentionurl", "mentionlink", "posturl", "postlink", "statusurl", "commenturl", "messagelink",
        "messageurl", "videourl", "webvideourl", "reviewlink", "reviewurl", "articleurl", "contenturl", "permalinkurl",
    ),
    "likes": (
        "diggcount", "thumbsupcount", "reviewlikes", "likesnumber", "reactions", "reactionscount", "upvotes",
        "numlikes", "votecount", "votes",
    ),
    "reposts": ("sharescount", "repostcount", "repostscount", "retweetsnumber", "numshares"),
    "replies": ("comments", "commentscount", "commentsnumber", "repliesnumber", "numcomments", "numberofcomments"),
    "views": ("playcount", "viewscount", "videoviewcount", "impressioncount"),
    "title": ("reviewtitle", "posttitle", "videotitle", "mentiontitle", "subject"),
}  # fmt: skip
#: Names of things that can stand for the text where nothing else does.
_SECOND: dict[str, tuple[str, ...]] = {
    "created_at": ("takenat", "takenattimestamp", "reviewtimestamp", "reviewtime", "ts"),
    "text": ("description", "detail", "details", "summary", "abstract", "excerpt", "openingtext"),
    "author": ("influencer", "byline", "fullname"),
    "title": ("summary",),
}  # fmt: skip
_ABROAD: dict[str, tuple[str, ...]] = {
    "id": ("beitragsid", "idtweet", "idpublicacion", "idpublicacao", "identifiant"),
    "created_at": (
        "datum", "zeitpunkt", "erstelltam", "veroffentlichtam", "veroffentlicht", "fecha", "fechahora",
        "fechadepublicacion", "datahora", "datadepublicacao", "data", "datedepublication", "dateetheure", "datums",
        "laiks", "datumsunlaiks", "datadipubblicazione",
    ),
    "text": (
        "verbatim", "wortlaut", "beitrag", "nachricht", "inhalt", "texto", "mensaje", "contenido", "mensagem",
        "conteudo", "texte", "contenu",
        "teksts", "zina", "testo", "messaggio", "tekst", "bericht", "kommentar", "comentario", "commentaire",
    ),
    "author": (
        "autor", "verfasser", "benutzername", "nutzer", "usuario", "auteur", "utilisateur", "autors", "lietotajs",
        "autore", "utente", "pseudo", "pseudonyme", "compte", "cuenta", "perfil", "konto", "konts",
    ),
    "followers": ("seguidores", "abonnes", "abonnenten", "sekotaji"),
    "lang": ("sprache", "idioma", "langue", "valoda", "lingua", "taal"),
    "platform": (
        "plattform", "netzwerk", "kanal", "redsocial", "plataforma", "rede", "plateforme", "reseau", "platforma",
        "piattaforma",
    ),
    "url": ("adresse", "enlace", "lien", "saite"),
    "likes": ("gefalltmir", "megusta", "curtidas", "jaime"),
    "reposts": ("geteilt", "compartidos", "compartilhamentos", "partages"),
    "replies": ("antworten", "kommentare", "respuestas", "comentarios", "reponses", "commentaires"),
    "title": ("titel", "titulo", "titre", "virsraksts", "titolo"),
}  # fmt: skip
#: Our columns that names tell, in the order of asking.
OURS = tuple(_SURE)
#: The names in the order of asking: the next where none of those before is there.
TIERS = (_SUREST, _SURE, _RARER, _SECOND, _ABROAD)
#: Columns with the clock of a message, where its day stands in another.
CLOCKS = ("time", "hour", "hours", "heure", "uhrzeit", "zeit", "hora", "ora", "laiks", "tijd")
#: Columns that say where a message stands, in words.
PLACES = (
    "sourcetype", "mediatype", "media", "source", "sourcename", "sitename", "site", "domain", "network", "platform",
    "socialnetwork", "channel", "channeltype", "contenttype", "pagetype", "appstore", "store", "datasource",
    "support", "quelle", "medium", "fuente", "medio", "fonte", "avots", "kanal", "canal", "reseau", "netzwerk",
)  # fmt: skip
#: Columns that say what sort of message it is.
SORTS = ("posttype", "messagetype", "mentiontype", "contenttype", "type")
#: Beginnings of names that only one platform's tables have.
MARKS = {
    "tweet": "twitter", "subreddit": "reddit", "diggcount": "tiktok", "videodescription": "tiktok",
    "musicid": "tiktok", "authorchannel": "youtube", "toot": "mastodon", "shortcode": "instagram",
}  # fmt: skip
#: Columns that only tables of reviews have.
RATINGS = (
    "rating", "stars", "starrating", "reviewrating", "reviewstars", "reviewtext", "reviewbody", "reviewcontent",
    "thumbsupcount", "reviewid",
)  # fmt: skip
#: Columns that only lists of articles have.
PRESS = ("headline", "byline", "outlet", "publication", "medianame", "urltoimage", "newspaper")
