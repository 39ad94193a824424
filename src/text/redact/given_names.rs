//! Given names, so that "Zeynep Yılmaz" is known for a name wherever it stands.

use crate::text::words::{Words, words};
use std::sync::LazyLock;

/// Common given names of the Netherlands, Flanders, Britain and their larger minorities, and of the rest of Europe, in
/// lower case, sorted. Names that are also words (Will, May) are left out.
pub static GIVEN: Words = LazyLock::new(|| {
    words(
        "
        aaron abby abdel abdul abdullah abigail adam adela adnan adriaan adrian adriana afonso agata agathe
        agnes agnieszka agustin ahmad ahmed aida aidan ainhoa aino aisha aisling akira alan albert alejandra
        alejandro aleksandar aleksander aleksandra aleksei aleksi alena alessandra alessandro alessia alex
        alexander alexandra alfonso alfred ali alice alicia alina alisa alison alistair allison alma alvaro
        amadou amanda amber amelia amina aminata amir amit amy ana anastasia andras andrea andrej andres andrew
        andrzej andré andy angela angelina angelo angelos aniek anika anil anita anja anke ann anna annabel anne
        annelies annemarie annika anouar anouk anthony antje antoine antoinette anton antonella antonio antti
        anya ariana arie arif arjan arjen armando arnaud arne arno arnold arthur arturo arvid ashley asier aslı
        asma astrid attila audrey aurelie ayesha aylin ayse aytaç ayşe balázs barbara barney barry bart bartek
        bartosz bas bastiaan bastien beata beatrice begoña ben bence benjamin bernadette bernard bernd bernie
        bertil bertrand beth betty betül bianca birgit birgitta bjarne bjorn björn blanka bob boris borja bożena
        brad bram brandon branislav branka brecht brenda brent brett brian bridget brittany bronwyn bruce bryan
        burak bálint callum camila camille carina carl carla carlo carlos carlota carme carmen carol carole
        carolien carolina caroline carrie carsten casper cassandra catherine cathy cecile cecilia cecilie cedric
        cees celia celine cem chantal charles charlie charlotte cheryl chiara chloe chloé chris christian
        christina christine christopher chun ciara cillian cindy claire clara clare clarissa clark claudia
        clement clifford clyde clémence colin colleen conchita connor consuelo corinne cornelia cornelis cosmin
        courtney craig cristian cristiana cristina curtis cynthia daan dagmar dalia damian damien damla damon
        daniel daniela daniele danielle danijel danilo danny danuta daphne daria dario dariusz darko darrell
        darren darryl dave david dawn debbie debby deborah debra deepak delia delphine demi denis denise deniz
        dennis derek derk desiree detlef dexter diana diane diego dieter dietmar dilara dimitri dimitris dina
        dirk dmitri dmitry dolores dominic dominik dominika dominique donald donna donovan dora dorien doris
        dorota dorothy doug douglas dragan dries duane duarte duncan dustin dwayne dwight dylan ebba ebru eddie
        edgar edith edmund edoardo eduard eduardo edward edwin eef eero efe egon eileen einar eirik ekaterina
        elaine eleanor elena eleni elias elina elisa elisabeth elisabetta elise elizabeth eliška ella ellen
        ellie elliot elliott eloise els elsa elsie elvira emanuel emanuele emil emilia emiliano emilie emilio
        emily emine emir emma emmanuel emmanuelle emre enid enrico enrique enzo eric erica erik erika ernest
        ernst ersin ervin erwin esme esmee esmeralda esmée esra esteban estelle ester esther ethan etienne
        eugene eugenia eugenio eulalia eunice eva evan evelyn ewa ewan ewelina fabian fabien fabio fabrice
        faisal fanny farah farid fathi fatima fatma fatoumata fay federica federico felicia felicity felipe
        felix femke ferdinand ferenc fergus fernanda fernando feyza filip filipa filipe filippo finley finn
        fiona fleur floortje florent florian floris floyd frances francesca francesco francis francisca
        francisco franco francois frank franz françois françoise fred freda freddie frederick frederik fredrik
        freek freja frida friedrich frits frode gabor gabriel gabriela gabriele gabriella gabrielle gail gareth
        gary gaspard gavin gayle geert gemma geoff geoffrey georg george georges georgi georgina georgios gerald
        geraldine gerard gerda gergely gerhard germán gerrit gert gheorghe giacomo gianluca gianni gijs gijsbert
        gilbert gillian gina giorgio giovanna giovanni giulia giuseppe gjalt gladys glen glenda glenn gloria
        goran gordana gordon graeme graham grazyna grażyna greg gregory greta gretchen grietje grigor grzegorz
        guido guilherme guillaume guillermo gunnar gustav gustavo gwen gwendolyn gyorgy györgy gábor günter
        hakan hala halil halina hamid hamza hana hank hanna hannah hanne hanneke hannes hannu hans harald haris
        harold harriet harry haruki hasan hassan hatice hattie hayley hazel heather hector hedwig heidi heike
        heikki heiko heino helen helena helene helga helmut hendrik hendrika henk henri henrik henrike henry
        herbert herman hermann hester hilary hilda hilde hiroshi howard howie hubert hugo huseyin huub håkan
        hélène hüseyin ian iason ibrahim ibtissam ignacio igor ikram ilaria ilona ilse ilya iman imane imke
        imran ines inez inga inge ingeborg inger ingmar ingrid inés ioana ioannis irena irene irina iris irma
        irvin irving isa isaac isabel isabella isabelle isla ismael ismail istván ivan ivana ivanka ivo ivona
        ivonne ivor jaap jacek jacinta jack jackie jacob jacqueline jacques jadwiga jake jakob jakub james jamie
        jan jana jane janet janice janina janine janne janneke jannes jannie jared jari jarno jaroslav jasmin
        jasmina jasmine jason jasper javier jayden jean jeannette jed jeff jeffrey jeffry jelena jelle jelmer
        jenna jennie jennifer jenny jens jeremiah jeremy jeroen jerome jerry jerzy jesper jess jesse jessica
        jessie jesús jette jill jim jimmy jip jo joachim joakim joan joann joanna joanne joao joaquín jocelyn
        jochem jodie joe joel joelle joep joey johan johanna johannes john johnny jolanda jolanta jolien jon
        jonas jonathan joni jonna joos joost joran jordan jordy jorge joris jorn jorrit jos jose josef josefa
        josefina joseph josephine josh joshua josie josine josip josé jouke jovana joyce jozef joão juan juana
        juanita judith judy jukka jules julia julian juliana julie juliette julio julius juraj jurgen jurre
        justin justine justyna jérôme józef jürgen kai kaisa kajsa kamal kamil kamila karen karim karima karin
        karina karl karolina karoline kasia kasper katalin katarina katarzyna kate kateřina katharina katherine
        kathleen kathryn kathy katie katja katrien katrin katrina kaur kay kayleigh kees keira keith kelly
        kelsey kemal kenji kenneth kerry kerstin kevin kieran kiki kim kimberly kirk kirsten kirsty kjell klaas
        klara klaus koen konrad konstantin kristen kristian kristin kristina kristine kristof krisztina
        krzysztof kurt kyle kyra károly ladislav laila lamia lara larry lars lasse latifa laura lauren laurence
        laurens laurent laurie layla lea leander leif leila lena lenka lennart leo leon leona leonard leonardo
        leonie leopold lesley leslie letizia levente lewis liam lianne lidia lieke liesbeth lilian liliana
        lillian lily lina linda linnea lior lisa lisanne lisbeth liv livia ljubica lloyd loes loic lois lonneke
        lorena lorenzo loreta lorraine lothar lotta lotte louis louisa louise loukas lourdes loïc luana lubomir
        luca lucas luciana luciano lucy ludmila ludovic ludwig luigi luis luisa luiz luka lukas luke lukáš luuk
        lydia lyle lynn lynne lászló maaike maarit maarten maartje maciej mackenzie maddalena madeleine madelief
        madison magda magdalena maggie magnus mahmoud mait maite maja malak malcolm malika malin malou mandy
        manfred manoj manolo manon manuel manuela marc marcel marcelo marcin marco marcus mareike marek margaret
        margarida margarita margherita margit margot margreet margriet maria mariam mariana marianne mariano
        marie marie-louise marieke marijke marijn marilyn marina mario marisol marit mariusz marja marjan marjo
        marjolein marjolijn mark markku markus marleen marlies marloes marlou marlène marta marte marten martha
        marthe martijn martin martina martine martino marvin marwa mary maryam maría masha massimo matej mateo
        mateusz mathew mathias mathieu mathilde matias matilda matilde matteo matthew matthias matthijs mattias
        matěj maud maureen maurice mauricio maurits maurizio max maximilian maxine małgorzata mees megan mehdi
        mehmet meike melanie melisa melissa mercedes merel mervyn meryem mette michael michaela michal michaël
        michał michelangelo michele michelle michiel mick mieke miguel mihaela mihai mikael mike mikkel mikołaj
        mila milan mildred milena milica milos milou miloš milán mina minna mira miranda mirela miriam mirjam
        mirko miroslav mirthe mitchell mohamed mohammad mohammed moira monica monique morag morgane moritz
        morten mostafa mouna moussa muhammad muhammed murat mustafa myriam myrthe märta nabil nadezhda nadia
        nadine nadja naima najat naoko naomi narges natalia natalie natalya natasha nataša nate nathalie nathan
        nathaniel ned neha neil nelleke nellie nenad nicholas nick nicky nicola nicolai nicolas nicole nicolette
        nicolò niek niels nienke nigel nihal nikhil niklas nikola nikolai nikolaj nikolaos nikolas nils nina
        nino nisha noa noah noel noemi noor noortje nora norbert noreen norma nouria noémie noëlle nuno nuria
        odette odile olaf olav oleg oleksandr olena olga oliver olivia olivier oliwia omar onno orhan oriana
        oscar oskar osman ossi osvaldo otis otto oumaima owen pablo paloma pamela pankaj paola paolo pascal
        pascale pasquale patrice patricia patricio patrick patrik patryk paul paula pauli paulien pauliina
        paulina pauline paulo pavel pawel paweł pedro peggy pekka pelle perla petar peter petr petra petri phil
        philip philippa philippe phillip pia pierre pierrick piet pieter pieternel pieternella pietro pilar pim
        piotr pirjo pooja pranav predrag preethi priscilla priya quentin quinten rachel rachid rachida radoslav
        radu rafael rafał raffaele rahul raimund raisa rajesh ralf ralph ramon ramona ramón randi ranj raphaël
        rasa rasmus ravi rayan raymond raúl rebecca rebekka reece reem reggie regina reginald regine reinder
        reinhard reinier remco renata renate renato renaud rene renee rens renske renée reyhan rhona rhonda rhys
        ria rianne ricardo riccardo richard richelle rick ricky rieneke riikka rik rinske risto rita ritva roald
        rob robert roberta roberto robin robyn rocío roderick rodger rodney rodrigo roel roger roland rolf
        romain roman romy ron ronald ronan ronja ronny rosa rosalia rosanna rosario rosemarie rosie ross rowan
        roxana roxanne roy rozemarijn ruben rubén rudolf rui rupert russ russell rutger ruth ruud ryan ryszard
        rémi saba sabine sabrina sadie safae saida sakari salim salma salman salvador salvatore sam samantha
        samir samira samuel sandeep sander sandra sandro sanja sanjay sanna sanne santiago sara sarah sari
        sascha saskia scott seamus sean sebastiaan sebastian selin selina selma sem semra serena serge sergei
        sergio serhat seth sevda shane shannon sharon shaun shauna shawn sheila shelley sherry shirley shreya
        sibel sibylle siebe siegfried siem sietske sigrid sigrún silke silvana silvia silvie silvio simon simona
        simone simão sinan sinead siobhan sissel sjoerd sofia sofiane sofie sofía solange solveig somaya sonia
        sonja sophia sophie soren soufiane stacey stacy stan stanislav stanisław stanley stef stefan stefania
        stefano steffen stephane stephanie stephen steve steven stewart stijn stijntje stine stipe stu stuart
        sture stéphane stéphanie sune sunil suresh susan susana susanna susanne susie suzanna suzanne svein sven
        svenja svetlana sybil sybren sylvain sylvia sylvie szilvia szymon sébastien søren tabitha tadeusz tamar
        tamara tamas tamás tania tanja tanya tara tarek tariq tatiana tatjana ted teemu terence teresa terrence
        terry tess tessa tessie teun thea thelma theo theodor theodora theodore theresa thibault thierry thijmen
        thijs thomas thora thorsten thérèse tiago tiffany tiina tijn tim timo timon timothy tina tine tineke
        titia tjeerd tobias toby tom tomas tomasz tommaso tommy tomás tomáš toni tony torben torsten tracey
        tracy trevor trinh trish troy truus tuomas turid tygo tyler tyra ugo ulf ulla ulrich ulrike umberto umut
        ursula ute uwe valentin valentina valeria valérie vanessa vasile vasiliki vasilis velma vera verena
        verity vernon veronica veronika vesna vibeke vicente vicki vicky victor victoria viktor viktoria ville
        vilma vince vincent vincenzo violeta virginia virginie vishal vittorio vivian viviana vivien vivienne
        vlad vladimir vlatka vojtěch volkan véronique vít waldemar walid walter wanda warren wayne wendy werner
        wesley wessel wiebe wiebke wieslaw wiesława wiktor wiktoria wilbur wilfried wilhelm wilhelmina willem
        william willie wilma wim winifred winston wojciech wolfgang wout wouter xander xavier ximena yana
        yannick yara yaroslav yasmin yasmina yasmine yassin yassine yavuz yentl yolanda yolande yoshiko yousef
        youssef youssra yuki yulia yuri yusuf yvette yvon yvonne zach zachary zahra zainab zakaria zara zbigniew
        zdenek zdeněk zehra zena zeynep zineb zita zlatan zoe zofia zoltán zora zsolt zsófia zuzana zuzanna
        zygmunt ángel łukasz
        ",
    )
});
