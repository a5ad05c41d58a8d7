"""Eight small blogs, each in a language of its own, and what readers ask them.

Each query has the post that should come first. Readers write other forms of a word than the post
has, leave out accents, begin words, and ask for people and topics.
"""

from __future__ import annotations

from dataclasses import dataclass

from building import post

CONFIGURATION = """\
site_name: Trial
site_url: https://example.org/
theme: {{name: material, font: false, language: {language}}}
plugins: [search, byline: {{search: {engine}, tags: true, history: false}}]
"""


@dataclass(frozen=True, slots=True)
class Blog:
    """A blog and what is asked.

    Attributes:
        name: Who has written one of its posts.
        posts: Title, text and tag by the post's file; what is alike is so but for its age.
        queries: The post that should come first by query.
    """

    name: str
    posts: dict[str, tuple[str, str, str]]
    queries: dict[str, str]

    def author(self, name: str) -> str:
        """Return who has written a post."""
        return self.name if name == "cafe" else "Kim Ng"

    def files(self, language: str, engine: str) -> dict[str, str | bytes]:
        """Return the site's files."""
        found: dict[str, str | bytes] = {
            "mkdocs.yml": CONFIGURATION.format(language=language, engine=engine),
            "docs/blog/.authors.yml": f"authors:\n  a: {{name: {self.name}}}\n"
            "  b: {name: Kim Ng}\n",
        }
        for at, (name, (title, text, tag)) in enumerate(self.posts.items()):
            found[f"docs/blog/posts/{name}.md"] = post(
                f"# {title}\n\n{text}",
                date=f"2026-01-{at + 1:02}",
                slug=name,
                tags=f"[{tag}]",
                authors="[a]" if name == "cafe" else "[b]",
            )
        return found


BLOGS = {
    "en": Blog(
        "Zoë Brontë",
        {
            "bread": (
                "Baking rye bread at home",
                "A starter needs flour, water and patience. Ours rises on the balcony.",
                "kitchen",
            ),
            "bicycle": (
                "Repairing a bicycle chain",
                "Rust makes it squeak. Clean it, oil it, and ride home before the bread is cold.",
                "workshop",
            ),
            "stars": (
                "Watching the stars from a balcony",
                "Even in a city, Jupiter and its moons are seen with small binoculars.",
                "astronomy",
            ),
            "bees": (
                "What bees do in winter",
                "The hive stays warm. Beekeepers leave it honey and never open its lid.",
                "garden",
            ),
            "database": (
                "Moving a database without downtime",
                "We copied all tables to another server while customers kept ordering bread.",
                "engineering",
            ),
            "cafe": (
                "A café with naïve paintings",
                "The exhibition beside the river lasts until May, and the coffee is good.",
                "art",
            ),
            "trains": (
                "Night trains are back",
                "From Vienna to Paris in a sleeping car. It costs less than a flight.",
                "travel",
            ),
            "search": (
                "How we measure the quality of our search",
                "We collect what readers ask, and the page that each of them wanted.",
                "engineering",
            ),
            "release": (
                "Release 4.2 builds twice as fast",
                "The option `strict_mode` is new. Watch the log when you upgrade a database.",
                "releases",
            ),
            "notes-old": ("Weekly notes", "What happened in the workshop.", "notes"),
            "notes-new": ("Weekly notes", "What happened in the workshop.", "notes"),
        },
        {
            "baking bread": "bread",
            "baked": "bread",
            "bicycles": "bicycle",
            "repair chains": "bicycle",
            "star watching": "stars",
            "jupiters moon": "stars",
            "astronomy": "stars",
            "beekeep": "bees",
            "bees in the winter": "bees",
            "database": "database",
            "naive cafe": "cafe",
            "zoe bronte": "cafe",
            "night train to paris": "trains",
            "search qual": "search",
            "strict_mode": "release",
            "4.2": "release",
            "weekly notes": "notes-new",
        },
    ),
    "de": Blog(
        "Jürgen Groß",
        {
            "bread": (
                "Roggenbrot zu Hause backen",
                "Der Sauerteig braucht Mehl, Wasser und Geduld. Er geht auf dem Balkon.",
                "Küche",
            ),
            "bicycle": (
                "Eine Fahrradkette reparieren",
                "Rost lässt sie quietschen. Putzen, ölen und heimfahren, bevor das Brot kalt ist.",
                "Werkstatt",
            ),
            "stars": (
                "Sterne vom Balkon aus beobachten",
                "Auch in der Stadt sieht man den Jupiter und seine Monde mit einem Fernglas.",
                "Astronomie",
            ),
            "bees": (
                "Was Bienen im Winter tun",
                "Im Stock bleibt es warm. Imkerinnen lassen Honig übrig und öffnen ihn nie.",
                "Garten",
            ),
            "database": (
                "Eine Datenbank umziehen, ohne dass etwas steht",
                "Wir kopierten alle Tabellen, während Kunden weiter Brötchen bestellten.",
                "Technik",
            ),
            "cafe": (
                "Ein Café voller Gemälde",
                "Die Ausstellung am Fluss dauert bis Mai, und der Kaffee schmeckt.",
                "Kunst",
            ),
            "trains": (
                "Nachtzüge fahren wieder",
                "Von Wien nach Paris im Schlafwagen. Das kostet weniger als ein Flug.",
                "Reisen",
            ),
            "search": (
                "Wie wir die Güte unserer Suche messen",
                "Wir sammeln Fragen von Lesern und die Seite, die sie gemeint haben.",
                "Technik",
            ),
            "release": (
                "Version 4.2 baut doppelt so schnell",
                "Die Option `strict_mode` ist neu. Vor dem Umstieg die Datenbank sichern.",
                "Versionen",
            ),
            "notes-old": ("Wochennotizen", "Was in der Werkstatt geschah.", "Notizen"),
            "notes-new": ("Wochennotizen", "Was in der Werkstatt geschah.", "Notizen"),
        },
        {
            "Roggenbrote": "bread",
            "brot backen": "bread",
            "Fahrradkett": "bicycle",
            "Fahrradketten reparieren": "bicycle",
            "Stern beobachten": "stars",
            "Astronomie": "stars",
            "Bienen Winter": "bees",
            "Imkerin": "bees",
            "Datenbank": "database",
            "Cafe Gemalde": "cafe",
            "Jurgen": "cafe",
            "Nachtzug": "trains",
            "Nachtzuge Paris": "trains",
            "Suche messen": "search",
            "4.2 schnell": "release",
            "Wochennotiz": "notes-new",
        },
    ),
    "fr": Blog(
        "Hélène Lefèvre",
        {
            "bread": (
                "Faire son pain de seigle à la maison",
                "Le levain demande de la farine, de l'eau et de la patience. Il monte au balcon.",
                "cuisine",
            ),
            "bicycle": (
                "Réparer une chaîne de vélo",
                "La rouille la fait grincer. On la nettoie, on l'huile, et on rentre au pain.",
                "atelier",
            ),
            "stars": (
                "Observer les étoiles depuis un balcon",
                "Même en ville, on voit Jupiter et ses lunes avec de petites jumelles.",
                "astronomie",
            ),
            "bees": (
                "Ce que font les abeilles en hiver",
                "La ruche reste chaude. L'apiculteur leur laisse du miel et ne l'ouvre jamais.",
                "jardin",
            ),
            "database": (
                "Déménager une base de données sans coupure",
                "Nous avons copié toutes les tables pendant que les clients commandaient du pain.",
                "technique",
            ),
            "cafe": (
                "Un café aux tableaux naïfs",
                "L'exposition au bord du fleuve dure jusqu'en mai, et l'accueil est charmant.",
                "art",
            ),
            "trains": (
                "Les trains de nuit sont de retour",
                "De Vienne à Paris en voiture-lit. Cela coûte moins qu'un vol.",
                "voyages",
            ),
            "search": (
                "Comment nous mesurons la qualité de notre recherche",
                "Nous notons les questions des lecteurs et la page que chacun voulait.",
                "technique",
            ),
            "release": (
                "La version 4.2 est deux fois plus rapide",
                "L'option `strict_mode` est nouvelle. Sauvegardez la base avant de changer.",
                "versions",
            ),
            "notes-old": ("Notes de la semaine", "Ce qui s'est passé à l'atelier.", "notes"),
            "notes-new": ("Notes de la semaine", "Ce qui s'est passé à l'atelier.", "notes"),
        },
        {
            "pain de seigle": "bread",
            "chaine velo": "bicycle",
            "réparation de vélos": "bicycle",
            "etoile": "stars",
            "observer étoiles": "stars",
            "astronomie": "stars",
            "abeille hiver": "bees",
            "apiculteurs": "bees",
            "base de donnees": "database",
            "tableau naif": "cafe",
            "helene lefevre": "cafe",
            "train de nuit": "trains",
            "qualité recherche": "search",
            "version 4.2": "release",
            "notes semaine": "notes-new",
        },
    ),
    "es": Blog(
        "Íñigo Muñoz",
        {
            "bread": (
                "Hacer pan de centeno en casa",
                "La masa madre pide harina, agua y paciencia. La nuestra sube en el balcón.",
                "cocina",
            ),
            "bicycle": (
                "Cómo reparar la cadena de una bicicleta",
                "El óxido la hace chirriar. Se limpia, se engrasa, y a casa a comer pan.",
                "taller",
            ),
            "stars": (
                "Mirar las estrellas desde un balcón",
                "También en la ciudad se ven Júpiter y sus lunas con unos prismáticos.",
                "astronomía",
            ),
            "bees": (
                "Qué hacen las abejas en invierno",
                "La colmena sigue caliente. El apicultor les deja miel y nunca la abre.",
                "jardín",
            ),
            "database": (
                "Mudar una base de datos sin cortes",
                "Copiamos todas las tablas mientras los clientes seguían pidiendo pan.",
                "técnica",
            ),
            "cafe": (
                "Un café con pinturas",
                "La exposición junto al río dura hasta mayo, y el té es bueno.",
                "arte",
            ),
            "trains": (
                "Vuelven los trenes nocturnos",
                "De Viena a París en coche cama. Cuesta menos que un vuelo.",
                "viajes",
            ),
            "search": (
                "Cómo medimos la calidad de nuestra búsqueda",
                "Anotamos lo que preguntan los lectores y la página que querían.",
                "técnica",
            ),
            "release": (
                "La versión 4.2 es el doble de rápida",
                "La opción `strict_mode` es nueva. Haz copia de la base de datos antes.",
                "versiones",
            ),
            "notes-old": ("Notas de la semana", "Lo que pasó en el taller.", "notas"),
            "notes-new": ("Notas de la semana", "Lo que pasó en el taller.", "notas"),
        },
        {
            "panes de centeno": "bread",
            "bicicletas": "bicycle",
            "reparar cadenas": "bicycle",
            "estrella": "stars",
            "jupiter": "stars",
            "astronomia": "stars",
            "abeja en invierno": "bees",
            "apicult": "bees",
            "bases de datos": "database",
            "cafe pintura": "cafe",
            "inigo munoz": "cafe",
            "tren nocturno": "trains",
            "calidad de busqueda": "search",
            "version 4.2": "release",
            "nota semanal": "notes-new",
        },
    ),
    "pt": Blog(
        "João Conceição",
        {
            "bread": (
                "Fazer pão de centeio em casa",
                "O fermento pede farinha, água e paciência. O nosso cresce na varanda.",
                "cozinha",
            ),
            "bicycle": (
                "Consertar a corrente da bicicleta",
                "A ferrugem faz barulho. É limpar, olear e voltar para comer pão.",
                "oficina",
            ),
            "stars": (
                "Observar estrelas da varanda",
                "Mesmo na cidade se veem Júpiter e as suas luas com um binóculo.",
                "astronomia",
            ),
            "bees": (
                "O que fazem as abelhas no inverno",
                "A colmeia fica quente. O apicultor deixa mel e nunca a abre.",
                "jardim",
            ),
            "database": (
                "Mudar um banco de dados sem parar",
                "Copiamos todas as tabelas enquanto os clientes pediam pão.",
                "técnica",
            ),
            "cafe": (
                "Um salão com pinturas",
                "A exposição junto ao rio dura até maio, e o chá é bom.",
                "arte",
            ),
            "trains": (
                "Os comboios noturnos voltaram",
                "De Viena a Paris na carruagem-cama. Custa menos que um voo.",
                "viagens",
            ),
            "search": (
                "Como medimos a qualidade da nossa pesquisa",
                "Anotamos o que perguntam os leitores e a página que queriam.",
                "técnica",
            ),
            "release": (
                "A versão 4.2 é duas vezes mais rápida",
                "A opção `strict_mode` é nova. Copie o banco de dados antes.",
                "versões",
            ),
            "notes-old": ("Notas da semana", "O que se passou na oficina.", "notas"),
            "notes-new": ("Notas da semana", "O que se passou na oficina.", "notas"),
        },
        {
            "pao de centeio": "bread",
            "corrente bicicletas": "bicycle",
            "observar estrela": "stars",
            "jupiter": "stars",
            "abelha inverno": "bees",
            "apicultor": "bees",
            "bancos de dados": "database",
            "salao pintura": "cafe",
            "joao conceicao": "cafe",
            "comboio noturno": "trains",
            "qualidade pesquisa": "search",
            "versao 4.2": "release",
            "notas semana": "notes-new",
        },
    ),
    "ru": Blog(
        "Пётр Соловьёв",
        {
            "bread": (
                "Как испечь ржаной хлеб дома",
                "Закваске нужны мука, вода и терпение. Наша растёт на балконе.",
                "кухня",
            ),
            "bicycle": (
                "Ремонт велосипедной цепи",
                "От ржавчины она скрипит. Её чистят, смазывают и едут домой за хлебом.",
                "мастерская",
            ),
            "stars": (
                "Звёзды с балкона",
                "Даже в городе видны Юпитер и его спутники, если есть бинокль.",
                "астрономия",
            ),
            "bees": (
                "Что делают пчёлы зимой",
                "В улье тепло. Пасечник оставляет мёд и никогда не открывает крышку.",
                "сад",
            ),
            "database": (
                "Переезд базы данных без остановки",
                "Мы скопировали все таблицы, пока покупатели заказывали хлеб.",
                "техника",
            ),
            "cafe": (
                "Кафе с картинами",
                "Выставка у реки открыта до мая, и кофе там хороший.",
                "искусство",
            ),
            "trains": (
                "Ночные поезда вернулись",
                "Из Вены в Париж в спальном вагоне. Это дешевле самолёта.",
                "путешествия",
            ),
            "search": (
                "Как мы измеряем качество поиска",
                "Мы собираем вопросы читателей и страницы, которые им были нужны.",
                "техника",
            ),
            "release": (
                "Версия 4.2 вдвое быстрее",
                "Параметр `strict_mode` новый. Сначала сделайте копию базы данных.",
                "версии",
            ),
            "notes-old": ("Заметки недели", "Что было в мастерской.", "заметки"),
            "notes-new": ("Заметки недели", "Что было в мастерской.", "заметки"),
        },
        {
            "ржаного хлеба": "bread",
            "велосипедная цепь": "bicycle",
            "звезды": "stars",
            "юпитера": "stars",
            "астрономия": "stars",
            "пчелы зимой": "bees",
            "пасечники": "bees",
            "база данных": "database",
            "картины в кафе": "cafe",
            "соловьев": "cafe",
            "ночной поезд": "trains",
            "качество поиск": "search",
            "версия 4.2": "release",
            "заметка недели": "notes-new",
        },
    ),
    "ja": Blog(
        "山田花子",
        {
            "bread": (
                "家でライ麦パンを焼く",
                "生地には小麦粉と水と忍耐が必要です。ベランダで膨らみます。",
                "料理",
            ),
            "bicycle": (
                "自転車のチェーンを修理する",
                "錆びると音がします。掃除をして油をさし、パンを食べに帰ります。",
                "工房",
            ),
            "stars": (
                "ベランダから星を観察する",
                "都会でも双眼鏡があれば木星とその衛星が見えます。",
                "天文",
            ),
            "bees": (
                "冬の蜜蜂は何をするか",
                "巣箱の中は暖かい。養蜂家は蜂蜜を残し、蓋を開けません。",
                "庭",
            ),
            "database": (
                "データベースを止めずに移行する",
                "お客様がパンを注文している間に、すべての表を写しました。",
                "技術",
            ),
            "cafe": ("絵画のある喫茶店", "川沿いの展覧会は五月まで続きます。", "芸術"),
            "trains": (
                "夜行列車が帰ってきた",
                "ウィーンからパリまで寝台車で行く。飛行機より安い。",
                "旅行",
            ),
            "search": (
                "検索の品質をどう測るか",
                "読者の質問と、探していたページを集めています。",
                "技術",
            ),
            "release": (
                "バージョン4.2は二倍速い",
                "新しい設定があります。先にデータベースを保存してください。",
                "更新",
            ),
            "notes-old": ("今週のメモ", "工房であったこと。", "記録"),
            "notes-new": ("今週のメモ", "工房であったこと。", "記録"),
        },
        {
            "ライ麦パン": "bread",
            "自転車 修理": "bicycle",
            "チェーン": "bicycle",
            "星": "stars",
            "木星": "stars",
            "蜜蜂 冬": "bees",
            "養蜂家": "bees",
            "データベース": "database",
            "喫茶店": "cafe",
            "夜行列車": "trains",
            "検索の品質": "search",
            "今週のメモ": "notes-new",
        },
    ),
    "zh": Blog(
        "李小龙",
        {
            "bread": ("在家烤黑麦面包", "面团需要面粉、水和耐心,在阳台上慢慢发酵。", "厨房"),
            "bicycle": ("修理自行车链条", "生锈的链条会响。清洗、上油,然后回家吃面包。", "工坊"),
            "stars": ("在阳台上观察星星", "在城市里用望远镜也能看到木星和它的卫星。", "天文"),
            "bees": ("蜜蜂在冬天做什么", "蜂箱里很暖和。养蜂人留下蜂蜜,从不打开盖子。", "花园"),
            "database": ("不停机迁移数据库", "顾客订购面包的时候,我们复制了所有的表。", "技术"),
            "cafe": ("挂满油画的咖啡馆", "河边的展览持续到五月。", "艺术"),
            "trains": ("夜间火车回来了", "坐卧铺从维也纳到巴黎,比飞机便宜。", "旅行"),
            "search": ("我们怎样衡量搜索质量", "我们收集读者的问题和他们想要的页面。", "技术"),
            "release": ("版本4.2快了一倍", "有一个新的选项。请先备份数据库。", "发布"),
            "notes-old": ("每周笔记", "工坊里发生的事情。", "笔记"),
            "notes-new": ("每周笔记", "工坊里发生的事情。", "笔记"),
        },
        {
            "黑麦面包": "bread",
            "自行车": "bicycle",
            "修理链条": "bicycle",
            "星星": "stars",
            "木星": "stars",
            "蜜蜂 冬天": "bees",
            "养蜂": "bees",
            "数据库": "database",
            "咖啡馆": "cafe",
            "火车 巴黎": "trains",
            "搜索质量": "search",
            "每周笔记": "notes-new",
        },
    ),
}
