//! Common names of many countries, from general knowledge: for ordinary persons, not for anybody.

/// Names of one origin.
pub(crate) struct Origin {
    pub(crate) name: &'static str,
    /// Countries that such persons are of, ISO 3166-1 alpha-2.
    pub(crate) countries: &'static [&'static str],
    pub(crate) pattern: Pattern,
    given: &'static str,
    family: &'static str,
}

/// How names are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// Given name, at times a second one, family name.
    Western,
    /// Given name, the names of both parents' families.
    Iberian,
    /// Given name, that of the father, at times that of his father, family name.
    Arabic,
    /// Given name, patronymic, family name that ends after it: all are men.
    Russian,
    /// Family name, one syllable or two.
    Chinese,
    /// Family name, middle name, given name.
    Vietnamese,
    /// Family name, two syllables; written in the ways of `korean`.
    Korean,
    /// Given name and, not always, a second one.
    Loose,
}

impl Origin {
    pub(crate) fn given(&self) -> Vec<&'static str> {
        self.given.split_whitespace().collect()
    }

    pub(crate) fn family(&self) -> Vec<&'static str> {
        self.family.split_whitespace().collect()
    }
}

pub(crate) const ORIGINS: [Origin; 16] = [
    Origin {
        name: "English",
        countries: &["GB", "US", "AU", "CA", "IE"],
        pattern: Pattern::Western,
        given: "James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph \
                Jessica Thomas Sarah Charles Karen Christopher Lisa Daniel Nancy Matthew Betty Anthony Margaret Mark Sandra \
                Donald Ashley Steven Kimberly Paul Emily Andrew Donna Joshua Michelle Kenneth Carol Kevin Amanda Brian \
                Dorothy George Melissa Timothy Deborah Ronald Stephanie Edward Rebecca Jason Sharon Jeffrey Laura Ryan \
                Cynthia Jacob Kathleen Gary Amy Nicholas Angela Eric Shirley Jonathan Anna Stephen Brenda Larry Pamela",
        family: "Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Moore Jackson Martin Thompson White \
                 Harris Clark Lewis Robinson Walker Young Allen King Wright Scott Hill Green Adams Nelson Baker Hall Campbell \
                 Mitchell Carter Roberts Phillips Evans Turner Parker Collins Edwards Stewart Morris Murphy Cook Rogers Morgan \
                 Cooper Peterson Bailey Reed Kelly Howard Ward Cox Richardson Wood Watson Brooks Bennett Gray James Hughes \
                 Price Myers Long Foster Sanders Ross Powell Sullivan Russell Jenkins Perry Butler Barnes Fisher",
    },
    Origin {
        name: "Spanish",
        countries: &["ES", "MX", "CO", "AR", "PE"],
        pattern: Pattern::Iberian,
        given: "José María Antonio Carmen Juan Ana Manuel Isabel Francisco Dolores Luis Pilar Javier Teresa Miguel Rosa Carlos \
                Cristina Ángel Lucía Pedro Marta Alejandro Elena Daniel Laura Rafael Raquel Fernando Sara Sergio Paula Pablo \
                Mercedes Jorge Beatriz Alberto Rocío Andrés Silvia Diego Julia Roberto Irene Eduardo Patricia Ramón Sonia \
                Enrique Andrea Vicente Claudia Óscar Verónica Mario Natalia Ricardo Lorena Gabriel Gloria Raúl Yolanda Víctor \
                Alicia Ignacio Susana Rubén Esperanza Felipe Leticia Guillermo Adriana",
        family: "García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Martín Jiménez Ruiz Hernández Díaz \
                 Moreno Muñoz Álvarez Romero Alonso Gutiérrez Navarro Torres Domínguez Vázquez Ramos Gil Ramírez Serrano \
                 Blanco Molina Morales Suárez Ortega Delgado Castro Ortiz Rubio Marín Sanz Núñez Iglesias Medina Garrido \
                 Cortés Castillo Santos Lozano Guerrero Cano Prieto Méndez Cruz Calvo Gallego Vidal León Herrera Márquez Peña \
                 Flores Cabrera Campos Vega Fuentes Carrasco Diez Reyes Caballero Nieto Aguilar Pascual Herrero",
    },
    Origin {
        name: "Arabic",
        countries: &["EG", "JO", "SA", "AE", "QA", "KW", "MA"],
        pattern: Pattern::Arabic,
        given: "Mohammed Ahmed Ali Omar Hassan Hussein Mahmoud Ibrahim Khaled Youssef Abdullah Mustafa Samir Tarek Karim Walid \
                Nasser Fadi Rami Ziad Bilal Hamza Ismail Jamal Kamal Majid Nabil Osama Rashid Saeed Salem Tamer Waleed Yasser \
                Zaid Adel Amr Anwar Ayman Bassam Faisal Fahad Hani Hatem Hisham Ihab Imad Marwan Mazen Mansour Sami Sultan \
                Turki Wael Fatima Aisha Maryam Khadija Layla Noura Huda Amal Salma Rania Hanan Mona Samira Zainab Dina Nadia",
        family: "Al-Ghamdi Al-Harbi Al-Otaibi Al-Qahtani Al-Zahrani Al-Shehri Al-Dosari Al-Mutairi Al-Subaie Al-Shammari \
                 Al-Masri Haddad Khoury Mansour Nasser Saleh Salem Hassan Hussein Ibrahim Khalil Abdallah Shaheen Sayed Farag \
                 Gaber Fathy Ramadan Shawky Zaki Abbas Othman Said Jaber Najjar Hamdan Darwish Qasim Rahman Taha Sharif Sabbagh \
                 Al-Rashid Al-Sabah Al-Kuwari Al-Marri Al-Hajri Al-Ansari Bakri Barakat Fayed Fares Ghanem Halabi Hijazi Jabri \
                 Kanaan Karam Maalouf Masoud Mikati Nassar Odeh Qureshi Saad Shahin Tamimi Yassin Zaher Ziyad",
    },
    Origin {
        name: "Russian",
        countries: &["RU", "KZ", "UA", "BY"],
        pattern: Pattern::Russian,
        given: "Alexander Sergei Dmitry Andrei Alexei Maxim Evgeny Ivan Mikhail Nikolai Vladimir Pavel Roman Igor Oleg Viktor \
                Yuri Konstantin Anton Denis Artem Ilya Kirill Vasily Stanislav Vadim Anatoly Boris Valery Gennady Leonid Pyotr \
                Grigory Eduard Ruslan Timur Yaroslav Vyacheslav Vitaly Gleb Fyodor Arkady Semyon Stepan Timofey Matvei Daniil \
                Nikita Egor Georgy Lev German Marat Rustam Valentin Zakhar Ignat Kuzma Makar Efim",
        family: "Ivanov Smirnov Kuznetsov Popov Vasiliev Petrov Sokolov Mikhailov Novikov Fedorov Morozov Volkov Alekseev \
                 Lebedev Semenov Egorov Pavlov Kozlov Stepanov Nikolaev Orlov Andreev Makarov Nikitin Zakharov Zaitsev Soloviev \
                 Borisov Yakovlev Grigoriev Romanov Vorobyov Sergeev Kuzmin Frolov Alexandrov Dmitriev Korolev Gusev Kiselev \
                 Ilyin Maksimov Polyakov Sorokin Vinogradov Kovalev Belov Medvedev Antonov Tarasov Zhukov Baranov Filippov \
                 Komarov Davydov Belyaev Gerasimov Bogdanov Osipov Sidorov Matveev Titov Markov Mironov Krylov Kulikov",
    },
    Origin {
        name: "Chinese",
        countries: &["CN", "TW", "SG", "MY"],
        pattern: Pattern::Chinese,
        given: "wei fang na min jing li qiang lei jun yang yong yan jie juan tao ming chao xiu xia ping gang gui hua hong yu \
                xin jian guo zhi wen bin hai feng long xiao ling mei lan ying qing chun dong sheng rong shan lin peng hui bo \
                kai hao tian yi ze xuan ning nan cheng da jia shu yun zhen chang de fu ji le qi",
        family: "Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Lin Gao Luo Zheng Liang Xie Song Tang \
                 Deng Han Feng Cao Peng Zeng Xiao Tian Dong Pan Yuan Cai Jiang Yu Du Ye Cheng Wei Su Lü Ding Ren Lu Yao Shen \
                 Zhong Cui Tan Fan Liao Jin Shi Jia Xia Fu Fang Zou Xiong Bai Meng Qin Qiu Hou Yin Xue Yan Duan Lei Long Tao",
    },
    Origin {
        name: "Vietnamese",
        countries: &["VN"],
        pattern: Pattern::Vietnamese,
        given: "Anh Bình Châu Chi Cường Dung Dũng Duy Đạt Đức Giang Hà Hải Hạnh Hiền Hiếu Hoa Hòa Hoàng Hồng Hùng Huy Hương \
                Khánh Khoa Kiên Lan Linh Loan Long Mai Minh My Nam Nga Ngân Ngọc Nhi Nhung Oanh Phong Phúc Phương Quân Quang \
                Quốc Quỳnh Sơn Tâm Tân Thắng Thanh Thảo Thành Thủy Tiến Toàn Trang Trung Tú Tuấn Tùng Tuyết Uyên Vân Việt Vinh \
                Vy Xuân Yến",
        family: "Nguyễn Trần Lê Phạm Huỳnh Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trịnh Đoàn Lâm Mai Trương Đào Cao \
                 Hà Lương Lưu Tạ Châu Phùng Tô Thái Quách Tống Chu Vương La Nghiêm Kiều Thạch Tăng Bạch Hứa Từ Viên Diệp Giang \
                 Khổng Doãn Văn Quan Mạc Nhan Âu Cù Triệu Trang Thân Ninh Bành Tiêu Lục",
    },
    Origin {
        name: "Indian",
        countries: &["IN"],
        pattern: Pattern::Western,
        given: "Rajesh Sunita Amit Priya Sanjay Anita Vijay Kavita Rahul Pooja Suresh Neha Ramesh Meena Anil Rekha Manoj Seema \
                Deepak Geeta Ashok Lakshmi Ravi Asha Vinod Usha Arun Shanti Ajay Nisha Rakesh Divya Sunil Swati Mahesh Jyoti \
                Dinesh Sarita Mukesh Savita Prakash Radha Naresh Sangeeta Pankaj Shweta Vivek Ritu Nitin Anjali Gopal Kiran \
                Krishna Lata Mohan Vandana Harish Padma Venkat Revathi Karthik Deepa Senthil Malathi Arjun Meera Rohit Sneha \
                Vikram Aarti Naveen Sushma",
        family: "Sharma Kumar Singh Gupta Patel Verma Reddy Nair Iyer Mehta Joshi Desai Shah Rao Pillai Menon Agarwal Bansal \
                 Chopra Kapoor Malhotra Khanna Bhatia Saxena Srivastava Tiwari Pandey Mishra Dubey Yadav Chauhan Rathore Thakur \
                 Banerjee Mukherjee Chatterjee Bose Ghosh Sen Das Dutta Roy Naidu Krishnan Subramanian Raman Natarajan Murthy \
                 Hegde Shetty Kulkarni Deshpande Patil Jadhav Pawar Bhatt Trivedi Parekh Jain Goyal Mittal Arora Sethi Ahuja \
                 Grover Gill Sandhu Dhillon Kaur Varghese Thomas Fernandes",
    },
    Origin {
        name: "Nepali",
        countries: &["NP"],
        pattern: Pattern::Western,
        given: "Ram Sita Hari Gita Krishna Laxmi Shyam Sarita Bishnu Maya Gopal Sunita Prakash Anita Rajendra Kamala Suresh \
                Bimala Ramesh Sabita Dipak Manju Binod Puja Santosh Rita Nabin Sushila Bikash Radha Arjun Parbati Tek Devi \
                Bhim Chandra Dhan Durga Ganesh Indra Jit Kumar Lok Man Min Nar Om Padam Purna Rabin Rajan Sagar Sanjay Shiva \
                Suman Tika Tul Uttam Yam Yubaraj Sandesh Asmita Bipin Roshan",
        family: "Shrestha Tamang Gurung Magar Rai Limbu Thapa Karki Adhikari Bhandari Poudel Sharma Acharya Dahal Koirala \
                 Ghimire Khadka Basnet KC Pandey Regmi Bhattarai Subedi Neupane Aryal Gautam Joshi Rijal Sapkota Tiwari Upreti \
                 Lama Sherpa Maharjan Shakya Bajracharya Manandhar Pradhan Dangol Tuladhar Chaudhary Yadav Mahato Thakur Jha \
                 Mandal Sah Bista Bohara Rawal Rokaya Budha Shahi Malla Singh Chand Oli Pun Ghale Bhujel Sunuwar Pariyar",
    },
    Origin {
        name: "Bangladeshi",
        countries: &["BD"],
        pattern: Pattern::Loose,
        given: "Md. Mohammad Abdul Abdur Rafiqul Shafiqul Nazrul Aminul Kamrul Saiful Anwar Jahangir Shahidul Mizanur Habibur \
                Mostafizur Rezaul Ashraful Monirul Tariqul Shariful Ariful Ziaur Sirajul Fazlul Nurul Shamsul Delwar Alamgir \
                Faruk Masud Sohel Rubel Jewel Liton Ripon Sumon Rasel Sajib Babul Kabir Belal Helal Jamal Kamal Salma Nasrin \
                Shahnaz Rokeya Fatema Ayesha Sharmin Taslima Rahima Jesmin Farida Nargis Shirin Momtaz Parvin Sultana",
        family: "Islam Rahman Hossain Ahmed Uddin Khan Alam Hasan Ali Haque Miah Sarkar Chowdhury Mia Akter Begum Khatun Sheikh \
                 Molla Bhuiyan Mondal Sikder Talukder Howlader Biswas Karim Hoque Kabir Mahmud Akhter Siddique Matin Aziz Mannan \
                 Latif Salam Jabbar Gazi Majumder Paul Das Roy Saha Dey Sen Barua Faruque Hannan Momin Quddus Razzak Sattar \
                 Sobhan Wahab Zaman Bepari Fakir Munshi Pramanik Mridha Sardar Khandaker",
    },
    Origin {
        name: "Indonesian",
        countries: &["ID"],
        pattern: Pattern::Loose,
        given: "Agus Budi Siti Dewi Sri Eko Adi Rina Dwi Tri Andi Bambang Hendra Joko Wahyu Yanti Rudi Wati Slamet Sutrisno \
                Suparman Sugeng Supriyadi Hari Heru Iwan Irwan Indra Dedi Doni Fajar Ferry Galih Gunawan Hadi Imam Kurniawan \
                Lestari Lina Made Mega Muhamad Nanang Novi Nur Nyoman Putri Putu Ratna Reza Rizki Roni Rudy Sari Setiawan \
                Teguh Tono Tuti Umar Wayan Yudi Yuni Yusuf Zainal Ketut Komang",
        family: "Santoso Wijaya Susanto Setiawan Hidayat Saputra Pratama Kurniawan Wibowo Nugroho Lestari Rahayu Purnama \
                 Utomo Suryadi Hartono Gunawan Halim Salim Tanuwijaya Kusuma Permana Prasetyo Firmansyah Ramadhan Maulana Siregar \
                 Nasution Harahap Lubis Hutapea Simanjuntak Sinaga Situmorang Pasaribu Panjaitan Manurung Ginting Sembiring \
                 Tarigan Pardede Sihombing Nainggolan Tobing Sitompul Handoko Budiman Iskandar Effendi Rahman Fauzi Hakim \
                 Syahputra Anggraini Puspita Wulandari Handayani Suryani Astuti Mulyani Oktaviani Supriyanto Haryanto Mulyadi",
    },
    Origin {
        name: "Filipino",
        countries: &["PH"],
        pattern: Pattern::Western,
        given: "Jose Maria Juan Ana Antonio Rosa Ramon Teresita Eduardo Lourdes Roberto Gloria Ricardo Corazon Rodrigo Imelda \
                Ernesto Rosario Danilo Josefina Rolando Erlinda Renato Remedios Reynaldo Marites Alfredo Rowena Arnel Jocelyn \
                Edgar Maricel Rommel Jennifer Ronald Michelle Joel Cherry Dennis Grace Jerome Jasmine Mark Angelica John Kristine \
                Christian Nicole Joshua Camille Jayson Aileen Rodel Liza Noel Marilou Romeo Leonora Virgilio Evangeline Nestor \
                Melinda Wilfredo Rhodora",
        family: "Santos Reyes Cruz Bautista Ocampo Garcia Mendoza Torres Tomas Andrada Castillo Flores Villanueva Ramos Castro \
                 Rivera Aquino Navarro Salazar Mercado Dela-Cruz Del-Rosario Gonzales Lopez Perez Fernandez Santiago Soriano \
                 Domingo Pascual Valdez Aguilar Manalo Macaraeg Pangilinan Dimaculangan Magsaysay Panganiban Batungbakal Lacson \
                 Tolentino Evangelista Ignacio Francisco Miranda Marquez Alvarez Morales Padilla Enriquez Velasco Samonte Galang \
                 Cabrera Abad Agbayani Baluyot Cayabyab Dumlao Gatchalian Lumibao Sumulong Tiangco Yap",
    },
    Origin {
        name: "Korean",
        countries: &["KR"],
        pattern: Pattern::Korean,
        given: "민준 서준 도윤 예준 시우 하준 지호 주원 지후 준서 건우 현우 지훈 우진 선우 서연 서윤 지우 서현 하은 하윤 민서 지민 채원 \
                수아 영수 영호 영식 정호 정훈 성호 성민 성훈 상훈 상현 동현 동욱 재현 재훈 준호 준영 진우 진호 태현 태영 승현 승호 현정 \
                은정 은영 미영 미경 경희 영희 순자 정희 정숙 영숙 명숙 영자 옥순 춘자 철수 철호 광수 용수 병철 종수 창호 기철 혜진 지영 \
                지은 수진 유진 소영",
        family: "김 리 박 최 정 강 조 윤 장 림 한 오 서 신 권 황 안 송 류 전 홍 고 문 양 손 배 백 허 유 남 심 로 하 곽 성 차 주 우 구 민 진 지 \
                 엄 원 천 방 현 함 변 렴 추 표 마 길 옥 맹 탁 피 편 동",
    },
    Origin {
        name: "Turkish",
        countries: &["TR"],
        pattern: Pattern::Western,
        given: "Mehmet Fatma Mustafa Ayşe Ahmet Emine Ali Hatice Hüseyin Zeynep Hasan Elif İbrahim Meryem İsmail Şerife Osman \
                Zehra Yusuf Sultan Murat Hanife Ömer Merve Ramazan Havva Halil Zeliha Süleyman Esra Abdullah Fadime Mahmut \
                Özlem Recep Hacer Salih Yasemin Fatih Hülya Kadir Cemile Emre Sevim Hakan Gülsüm Adem Leyla Kemal Dilek Yaşar \
                Büşra Bekir Aysel Musa Songül Metin Kübra Serkan Sevgi Burak Deniz Can Ebru Volkan Gizem",
        family: "Yılmaz Kaya Demir Çelik Şahin Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin Kara Koç Kurt \
                 Özkan Şimşek Polat Korkmaz Özcan Çakır Erdoğan Yavuz Can Acar Güneş Aktaş Avcı Işık Bulut Keskin Ünal Turan \
                 Gül Özer Güler Yalçın Tekin Bozkurt Taş Köse Karaca Ateş Coşkun Sarı Yüksel Ay Aksoy Uçar Kaplan Tunç Uysal \
                 Duman Eren Ergün Toprak Bayram Çiftçi Karakaya Soylu Sönmez",
    },
    Origin {
        name: "French",
        countries: &["FR", "BE", "CH"],
        pattern: Pattern::Western,
        given: "Jean Marie Pierre Nathalie Michel Isabelle André Sylvie Philippe Catherine Alain Françoise Bernard Martine \
                Patrick Christine Christian Monique Daniel Valérie Nicolas Sandrine Christophe Véronique Laurent Nicole Thierry \
                Stéphanie Éric Céline Frédéric Sophie Julien Chantal Olivier Patricia Sébastien Anne David Julie Pascal Aurélie \
                Thomas Laurence Alexandre Camille Antoine Émilie Vincent Brigitte Jérôme Hélène Guillaume Claire Benoît Élodie \
                Mathieu Corinne François Dominique Rémi Delphine Hugo Manon Luc Margaux",
        family: "Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefebvre Leroy Roux David \
                 Bertrand Morel Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Muller Lefèvre Faure André \
                 Mercier Blanc Guérin Boyer Garnier Chevalier François Legrand Gauthier Garcia Perrin Robin Clément Morin Nicolas \
                 Henry Roussel Mathieu Gautier Masson Marchand Duval Denis Dumont Marie Lemaire Noël Meyer Dufour Meunier Brun \
                 Blanchard Giraud Joly Rivière Lucas Brunet Gaillard",
    },
    Origin {
        name: "German",
        countries: &["DE", "AT", "CH"],
        pattern: Pattern::Western,
        given: "Peter Ursula Michael Monika Thomas Petra Andreas Elisabeth Wolfgang Sabine Klaus Renate Jürgen Helga Günter Karin \
                Stefan Brigitte Christian Ingrid Uwe Erika Werner Andrea Horst Gisela Frank Claudia Dieter Susanne Manfred Gabriele \
                Gerhard Christa Hans Christine Bernd Hildegard Thorsten Anna Matthias Birgit Helmut Barbara Walter Gerda Heinz \
                Martina Martin Heike Jörg Angelika Rolf Ilse Jens Anke Sven Stefanie Markus Nicole Florian Julia Tobias Katharina \
                Jan Lena Lukas Hannah",
        family: "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf \
                 Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Schmitz Krause Meier \
                 Lehmann Schmid Schulze Maier Köhler Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß \
                 Jung Hahn Schubert Vogel Friedrich Keller Günther Frank Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht \
                 Schuster Simon Ludwig Böhm Winter",
    },
    Origin {
        name: "West African",
        countries: &["NG", "GH", "SN", "CI", "ML"],
        pattern: Pattern::Western,
        given: "Chukwuemeka Ngozi Oluwaseun Folake Adebayo Chioma Emeka Amaka Ifeanyi Nneka Tunde Yetunde Babatunde Funmilayo Segun \
                Bukola Kwame Abena Kofi Ama Kwabena Akosua Yaw Adwoa Kwaku Efua Kojo Esi Mamadou Aminata Ousmane Fatou Ibrahima \
                Mariama Moussa Awa Cheikh Khady Abdoulaye Ndeye Seydou Kadiatou Boubacar Oumou Amadou Fanta Modou Astou Lamine \
                Binta Uche Blessing Chinedu Patience Obinna Grace Sunday Comfort Musa Hauwa Sani Zainab Aliyu Amina Bello Halima",
        family: "Okafor Okonkwo Eze Nwosu Obi Adeyemi Adebayo Ogunleye Balogun Okeke Nwachukwu Onyekachi Ibrahim Abubakar Mohammed \
                 Bello Yusuf Sani Lawal Suleiman Mensah Owusu Boateng Asante Osei Appiah Agyeman Addo Ansah Amoah Ofori Acheampong \
                 Diallo Diop Ndiaye Fall Sow Ba Sy Gueye Faye Sarr Thiam Cissé Traoré Coulibaly Keita Diarra Konaté Touré Koné \
                 Ouattara Bamba Kouassi Kouadio Konan Yao Camara Bah Barry Baldé Sylla Danso Quaye Nkrumah Afolabi Oyelaran",
    },
];
